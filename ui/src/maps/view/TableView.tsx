/** The same map as a table, all of it in words: read by screen readers, walked over by arrow keys, edited in place. */

import { useLayoutEffect, useMemo, useRef, type MouseEvent, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import { cellId } from "../model/moving";
import { sizesOf } from "../model/sizes";
import { movesAt } from "../model/telling";
import { localised } from "../model/types";
import { cellKeys, cellOf, laneOf } from "./cellKeys";
import { PaperTable, usePrinting } from "./PaperTable";
import { TableHead } from "./TableHead";
import { TableRow } from "./TableRow";
import { useEditor, useEditorState, useView } from "./use";
import { useSeen } from "./useSeen";

const LARGE = 600; // cards from which on only those near what is seen stand in the table
const NOTHING = [0, -1] as const;
const NONE: ReadonlySet<string> = new Set();

/** Bring a cell into sight, beside the first column and below the head, which stay. */
function reveal(region: HTMLElement, cell: HTMLElement): void {
  const [head, title] = [region.querySelector("thead"), region.querySelector("thead th")];
  region.style.scrollPadding = `${(head?.offsetHeight ?? 0) + 8}px 24px 24px ${((title as HTMLElement | null)?.offsetWidth ?? 0) + 8}px`;
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function TableView({ onMap, onMenu }: { onMap: () => void; onMenu: (x: number, y: number) => void }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const state = useEditorState();
  const region = useRef<HTMLDivElement>(null);
  const layout = editor.layout(view);
  const { locale } = view.scene;
  const active = state.active && cellId(state.active);
  const standing = useRef(active);
  const large = view.cards.size > LARGE;
  const sizes = useMemo(() => (large ? sizesOf(layout.rows, view.tree) : null), [large, layout.rows, view.tree]);
  const seen = useSeen(region, sizes);
  const printing = usePrinting();

  useLayoutEffect(() => {
    const table = region.current;
    if (state.editing || !active || !table) return;
    const inside = table.contains(document.activeElement) || document.activeElement === document.body;
    const cell = table.querySelector<HTMLElement>(`[data-cell="${CSS.escape(active)}"]`);
    if (!cell) {
      editor.settle(); // somebody took away, or filled, what was stood on
      return;
    }
    if (inside || standing.current !== active) {
      cell.focus({ preventScroll: true });
      reveal(table, cell);
    }
    standing.current = active;
  }, [active, state.editing, layout, editor]);

  /** Escape goes from a cell to the table, from the table to the map. */
  const leave = (): void => {
    if (!state.active) return onMap();
    editor.focus(null);
    region.current?.focus({ preventScroll: true });
  };
  const choose = (event: MouseEvent): void => {
    const cell = cellOf(event.target);
    if (cell && !(event.target as Element).closest("a, textarea, button")) editor.focus(cell, event.shiftKey || event.ctrlKey || event.metaKey);
  };
  const menu = (event: MouseEvent): void => {
    const cell = cellOf(event.target);
    if (!cell) return;
    event.preventDefault();
    editor.focus(cell);
    onMenu(event.clientX, event.clientY);
  };
  const river = layout.rows.some((row) => row.kind.shape === "river");
  const moves = movesAt(view.edges, view.tree, locale, river);
  const standsIn = laneOf(active, view.cards);
  const chosen = new Set([...state.selected].map((key) => view.cards.get(key)?.lane));
  const said = moves.some((one) => one.length > 0);
  const above = Math.max(1, view.tree.levels) + 1;
  const fills = (at: number): readonly [number, number] | null => (seen ? (at >= seen.rows[0] && at <= seen.rows[1] ? seen.columns : NOTHING) : null);
  return (
    <div
      ref={region} className="table-view" tabIndex={0} role="region" aria-label={t("The map as a table")} onKeyDown={(event) => cellKeys(editor, event, leave)} onClick={choose} onContextMenu={menu}
      onDoubleClick={(event) => { const cell = cellOf(event.target); if (cell && editor.writable) { editor.focus(cell); editor.type(); } else if (cell) editor.open("element"); }}
    >
      <p className="quiet small table-hint">{editor.writable ? t("Arrow keys go from cell to cell, Enter edits, Escape leaves.") : t("Arrow keys go from cell to cell, Enter shows all fields, Escape leaves.")}</p>
      <table role="grid" className={sizes ? "sized" : ""} aria-rowcount={above - 1 + (said ? 1 : 0) + layout.rows.length} aria-colcount={view.tree.leaves.length + 1} aria-multiselectable="true" aria-label={localised(view.fields.title, locale) || t("Untitled map")}>
        {sizes && <colgroup><col className="titles" />{sizes.widths.map((width, at) => <col key={at} style={{ width }} />)}</colgroup>}
        <TableHead tree={view.tree} locale={locale} active={active?.startsWith("column:") ? active : null} editing={state.editing?.startsWith("column:") ? state.editing : null} />
        <tbody>
          {said && <tr aria-rowindex={above}><th scope="row"><div className="cell">{t("Moves between steps")}</div></th>{moves.map((one, at) => <td key={at}><div className="cell">{one.map((words) => <p key={words}>{words}</p>)}</div></td>)}</tr>}
          {layout.rows.map((row, at) => <TableRow key={row.lane.key} row={row} index={above + (said ? 1 : 0) + at} fills={fills(at + (said ? 1 : 0))} height={sizes?.heights.get(row.lane.key)} tree={view.tree} edges={view.edges} active={standsIn === row.lane.key ? active : null} selected={chosen.has(row.lane.key) ? state.selected : NONE} editing={standsIn === row.lane.key ? state.editing : null} />)}
        </tbody>
      </table>
      {printing && <PaperTable title={localised(view.fields.title, locale) || t("Untitled map")} tree={view.tree} rows={layout.rows} edges={view.edges} moves={moves} locale={locale} />}
    </div>
  );
}
