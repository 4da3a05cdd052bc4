/** The map as a grid of which only what can be seen is mounted. */

import { startTransition, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type MouseEvent, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import { localised } from "../model/types";
import { paste } from "../clipping";
import { BORDER_H, type Layout } from "../model/layout";
import { boxOf, cellId } from "../model/moving";
import type { View } from "../model/store";
import { mount, scrollTo, shows, type Mounted, type Range, type Sight } from "../model/window";
import type { Peer } from "../session";
import { cellKeys, cellOf, laneOf, onBody } from "./cellKeys";
import { Head } from "./Head";
import { LaneRow } from "./LaneRow";
import { LinkLayer } from "./LinkLayer";
import { useDrag } from "./useDrag";
import { useEditor, useEditorState, usePeers, useView } from "./use";

export const WIDEST = 1.6; // zoom of a map that is shown whole
const PAPER = 1500; // px across an A3 page between its margins
const NONE: ReadonlySet<string> = new Set();
const NOBODY: readonly Peer[] = [];
const EVERYTHING: Sight = { top: 0, left: 0, width: 1e6, height: 1e6 };

export function Grid({ whole = false, across = PAPER, onMenu }: { whole?: boolean; across?: number; onMenu?: (x: number, y: number) => void }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const state = useEditorState();
  const peers = usePeers();
  const scroller = useRef<HTMLDivElement>(null);
  const layout = editor.layout(view);
  const zoom = whole ? Math.min(across === PAPER ? 1 : WIDEST, across / layout.width) : state.zoom;
  const sight = useCallback((): Sight => {
    const box = scroller.current;
    if (whole) return EVERYTHING;
    if (!box) return { top: 0, left: 0, width: innerWidth / zoom, height: innerHeight / zoom };
    return { top: box.scrollTop / zoom, left: box.scrollLeft / zoom, width: box.clientWidth / zoom, height: box.clientHeight / zoom };
  }, [zoom, whole]);
  const range = useRange(layout, sight, scroller);
  const drag = useDrag(scroller, zoom);

  useLayoutEffect(() => {
    editor.room = () => scroller.current?.clientWidth ?? 1000;
    editor.reveal = (box) => {
      const next = scrollTo(box, layout, sight());
      scroller.current?.scrollTo({ left: next.left * zoom, top: next.top * zoom });
    };
  });

  // Who came to a card before the map stood sees it all the same.
  const came = useRef(state.active);
  useLayoutEffect(() => {
    const box = came.current && boxOf(editor.layout(), editor.view.tree, came.current);
    if (box) editor.reveal(box);
  }, [editor]);

  useLayoutEffect(() => {
    const box = editor.arriving && boxOf(layout, editor.view.tree, editor.arriving);
    if (box) editor.reveal(box);
  }, [editor, layout]);
  const edited = onMenu !== undefined; // not the pictures of maps on other pages
  useEffect(() => {
    return edited ? onBody(editor) : undefined;
  }, [editor, edited]);

  const active = state.active && cellId(state.active);
  const standing = useRef(active);
  useLayoutEffect(() => {
    if (state.editing || !active) return;
    const grid = scroller.current;
    const inside = grid?.contains(document.activeElement) || document.activeElement === document.body;
    const cell = grid?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(active)}"]`);
    if (!cell) {
      editor.settle(); // somebody took away, or filled, what was stood on
      return;
    }
    if (inside || standing.current !== active) cell.focus({ preventScroll: true });
    standing.current = active;
  }, [active, state.editing, range, layout, editor]);

  const menu = (event: MouseEvent): void => {
    const cell = cellOf(event.target);
    if (!cell || !onMenu) return;
    event.preventDefault();
    if (!(cell.kind === "card" && state.selected.has(cell.key))) editor.focus(cell);
    onMenu(event.clientX, event.clientY);
  };

  const pasted = (event: React.ClipboardEvent): void => {
    if (state.editing) return;
    event.preventDefault();
    paste(editor, event.clipboardData.getData("text/plain"));
  };

  const [firstRow, lastRow] = range.rows;
  const [first, last] = range.columns;
  const shown = layout.rows.slice(firstRow, lastRow + 1);
  const standsIn = laneOf(active, view.cards);
  const chosen = new Set([...state.selected].map((key) => view.cards.get(key)?.lane));
  const there = useMemo(() => byLane(peers, view.cards), [peers, view.cards]);
  const begin = state.active ? undefined : 0;
  return (
    <div
      ref={scroller} className={`scroller ${editor.writable ? "writable" : ""} ${drag.dragging ? "dragging" : ""} ${whole ? "whole" : ""}`} role="grid" tabIndex={begin ?? -1} aria-label={localised(view.fields.title, view.scene.locale) || t("Untitled map")} aria-multiselectable="true"
      aria-rowcount={layout.rows.length + view.tree.levels + 1} aria-colcount={view.tree.leaves.length + 1}
      onKeyDown={(event) => cellKeys(editor, event)} onContextMenu={menu} onPaste={pasted} onFocus={(event) => { if (event.target === event.currentTarget && !state.active) editor.focus(editor.first()); }}
      onDoubleClick={(event) => { const cell = cellOf(event.target); if (cell) { editor.focus(cell); editor.type(); } }} {...drag.handlers}
    >
      <div className="canvas" style={{ width: layout.width, height: layout.height + 40, zoom }}>
        <Head head={layout.head} columns={layout.columns} title={layout.title} width={layout.width} tree={view.tree} locale={view.scene.locale} first={first} last={last} active={inHead(active)} editing={inHead(state.editing)} foldedStages={state.foldedStages} />
        {shown.map((row, at) => {
          const index = firstRow + at;
          const border = layout.borders.get(row.lane.key);
          const top = layout.tops[index] ?? 0;
          return [
            <LaneRow key={row.lane.key} row={row} top={top} index={index} columns={layout.columns} first={first} last={last} tree={view.tree} edges={view.edges} title={layout.title} active={standsIn === row.lane.key ? active : null} selected={chosen.has(row.lane.key) ? state.selected : NONE} editing={standsIn === row.lane.key ? state.editing : null} peers={there.get(row.lane.key) ?? NOBODY} writable={editor.writable} />,
            border && <div key={`${row.lane.key}/line`} role="presentation" className={`border-line ${border}`} style={{ top: top + row.height, height: BORDER_H }}><span>{BORDERS()[border]}</span></div>,
          ];
        })}
        <LinkLayer links={view.links} layout={layout} locale={view.scene.locale} chosen={state.selected} />
        {drag.mark}
      </div>
    </div>
  );
}

const BORDERS = (): Record<string, string> => ({ interaction: t("line of interaction"), visibility: t("line of visibility"), internal: t("line of internal interaction") });

const inHead = (cell: string | null): string | null => (cell?.startsWith("column:") ? cell : null);

function byLane(peers: readonly Peer[], cards: View["cards"]): Map<string, Peer[]> {
  const found = new Map<string, Peer[]>();
  for (const peer of peers) {
    const lane = laneOf(peer.cell, cards);
    if (lane) found.set(lane, [...(found.get(lane) ?? []), peer]);
  }
  return found;
}

function useRange(layout: Layout, sight: () => Sight, scroller: React.RefObject<HTMLDivElement | null>): Range {
  const [, redraw] = useState(0);
  const kept = useRef<Mounted | null>(null);
  // Asking the page where it is scrolled to makes it lay out: it is asked when that changes, not at every edit.
  const seen = useRef<{ by: () => Sight; sight: Sight } | null>(null);
  const laid = useRef(layout);
  laid.current = layout;
  if (seen.current?.by !== sight) seen.current = { by: sight, sight: sight() };
  kept.current = mount(layout, seen.current.sight, kept.current);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return undefined;
    let waiting = 0;
    const look = (): void => {
      waiting ||= requestAnimationFrame(() => {
        waiting = 0;
        seen.current = { by: sight, sight: sight() };
        const mounted = kept.current;
        if (mounted && mount(laid.current, seen.current.sight, mounted) === mounted) return;
        const draw = (): void => redraw((count) => count + 1);
        // What cannot be seen yet may be drawn between the frames.
        if (mounted && shows(laid.current, seen.current.sight, mounted)) startTransition(draw);
        else draw();
      });
    };
    box.addEventListener("scroll", look, { passive: true });
    const size = new ResizeObserver(look);
    size.observe(box);
    return () => {
      box.removeEventListener("scroll", look);
      size.disconnect();
      cancelAnimationFrame(waiting);
    };
  }, [sight, scroller]);
  return kept.current.range;
}
