/** Drag by pointer what the keyboard moves with Alt and arrows: cards, their ends, points of curves, steps, lanes. */

import { useRef, useState, type PointerEvent, type ReactNode, type RefObject } from "react";
import { t } from "../../lib/i18n";
import type { Editor } from "../editor";
import { followed, nudge } from "../clipping";
import { moveCards, stretchCards } from "../model/cards";
import { moveColumn } from "../model/columns";
import { CURVE_TOP } from "../model/curve";
import { reorder } from "../model/edit";
import { run } from "../model/layout";
import { link } from "../model/links";
import { cellAt, placeOf, type Cell } from "../model/moving";
import { lead } from "../structure";
import { cellOf } from "./cellKeys";
import { useEditor } from "./use";

const THRESHOLD = 5; // px before a press is a drag
const GRIP = 6;

interface Drag {
  cell: Cell;
  /** Which end of a card is held, or its knob, from which an arrow is drawn. */
  grip: "start" | "end" | "knob" | null;
  x: number;
  y: number;
  moved: boolean;
}

interface Target {
  style: React.CSSProperties;
  drop: () => void;
}

interface Spot {
  x: number;
  y: number;
  height: number;
}

/** Return where a drag would drop, and how; null where it would not. */
function target(editor: Editor, drag: Drag, from: Spot, to: Spot): Target | null {
  const layout = editor.layout();
  const { tree } = editor.view;
  const { cell } = drag;
  const over = cellAt(layout, to.x, to.y);
  if (cell.kind === "card") {
    const found = placeOf(layout, cell.key);
    if (!found || cell.key.startsWith(":")) return null;
    if (found.row.kind.scale && over?.row === found.row) return point(editor, cell.key, to.y - found.top, found.row.kind.scale);
    const [start, column] = [cellAt(layout, from.x, found.top + 1)?.column, over?.column];
    if (start === undefined || column === undefined || !over) return null;
    const by = column - start;
    const { grip } = drag;
    if (grip === "knob") return arrow(editor, cell.key, to);
    if (grip) {
      const [first, last] = grip === "end" ? [found.place.first, Math.max(found.place.first, column)] : [Math.min(found.place.last, column), found.place.last];
      const at = run(layout.columns, [first, last]);
      const change = grip === "end" ? column - found.place.last : column - found.place.first;
      return { style: { left: layout.title + at.x, width: at.w, top: found.top + found.place.y, height: found.place.h }, drop: () => stretchCards(editor.edit, [cell.key], change, grip) };
    }
    const keys = editor.state.selected.has(cell.key) ? [...editor.state.selected] : [cell.key];
    const at = run(layout.columns, [column, column]);
    const top = layout.tops[layout.rows.indexOf(over.row)] ?? 0;
    return { style: { left: layout.title + at.x, width: at.w, top: top + 4, height: over.row.height - 8 }, drop: () => moveCards(editor.edit, keys, by, over.row.lane.key) };
  }
  if (cell.kind === "lane") {
    const before = layout.tops.findIndex((top, at) => to.y < top + (layout.rows[at]?.height ?? 0) / 2);
    const at = before < 0 ? layout.rows.length : before;
    const top = layout.tops[at] ?? layout.height;
    const own = editor.view.lanes.findIndex((one) => one.key === cell.key);
    return { style: { left: 0, width: layout.width, top: top - 2, height: 3 }, drop: () => reorder(editor.edit, "lanes", cell.key, own < at ? at - 1 : at) };
  }
  if (cell.kind !== "column") return null;
  if (drag.grip === "knob") return strand(editor, cell.key, to);
  const column = layout.columns.lefts.findIndex((left, at) => to.x >= left && to.x < left + (layout.columns.widths[at] ?? 0));
  let key = tree.leaves[column < 0 ? (to.x < 0 ? 0 : tree.leaves.length - 1) : column]?.key ?? "";
  while (key && (tree.depth.get(key) ?? 0) > (tree.depth.get(cell.key) ?? 0)) key = tree.index.get(key)?.parent ?? "";
  const span = tree.span.get(key);
  if (!key || !span) return null;
  const at = run(layout.columns, span);
  const after = to.x > at.x + at.w / 2;
  const parent = tree.index.get(key)?.parent ?? "";
  const others = (tree.children.get(parent) ?? []).filter((one) => one.key !== cell.key);
  const index = key === cell.key ? -1 : others.findIndex((one) => one.key === key) + (after ? 1 : 0);
  return { style: { left: layout.title + (after ? at.x + at.w + 2 : at.x - 6), width: 3, top: 0, height: layout.height }, drop: () => { if (index >= 0) moveColumn(editor.edit, cell.key, parent, index); } };
}

function point(editor: Editor, key: string, y: number, scale: { low: number; high: number; height: number }): Target {
  const part = Math.max(0, Math.min(1, 1 - (y - CURVE_TOP) / scale.height));
  return { style: { display: "none" }, drop: () => nudge(editor, key, scale.low + part * (scale.high - scale.low)) };
}

/** Return which end of a card a press takes hold of; the ends reach a little beyond it. */
function gripOf({ target, clientX }: PointerEvent): Drag["grip"] {
  if (target instanceof Element && target.closest(".knob")) return "knob";
  const card = target instanceof Element ? target.closest(".stretches") : null;
  const box = card?.getBoundingClientRect();
  if (!box || box.width < 3 * GRIP) return null;
  return clientX > box.right - GRIP ? "end" : clientX < box.left + GRIP ? "start" : null;
}

/** Say that people go from a step to the one under the hand. */
function strand(editor: Editor, from: string, to: Spot): Target | null {
  const { columns, title, head } = editor.layout();
  const at = columns.lefts.findIndex((left, place) => to.x >= left && to.x < left + (columns.widths[place] ?? 0));
  const leaf = editor.view.tree.leaves[at];
  if (!leaf || leaf.key === from) return null;
  return { style: { left: title + (columns.lefts[at] ?? 0), width: (columns.widths[at] ?? 0) - 8, top: 0, height: head.height }, drop: () => lead(editor, from, leaf.key) };
}

/** Draw an arrow to the card under the hand, shown by a frame around it. */
function arrow(editor: Editor, from: string, to: Spot): Target | null {
  const layout = editor.layout();
  const over = cellAt(layout, to.x, to.y);
  const top = over ? (layout.tops[layout.rows.indexOf(over.row)] ?? 0) : 0;
  const found = over?.row.places.find(({ x, y, w, h }) => to.x >= x && to.x <= x + w && to.y - top >= y && to.y - top <= y + h);
  if (!found || found.card.key === from || found.card.key.startsWith(":")) return null;
  return { style: { left: layout.title + found.x - 2, width: found.w + 4, top: top + found.y - 2, height: found.h + 4 }, drop: () => { link(editor.edit, from, found.card.key); editor.announce(t("{n, plural, one {# arrow} other {# arrows}}", { n: 1 })); } };
}

export function useDrag(scroller: RefObject<HTMLDivElement | null>, zoom: number): { handlers: object; dragging: boolean; mark: ReactNode } {
  const editor = useEditor();
  const drag = useRef<Drag | null>(null);
  const [mark, setMark] = useState<React.CSSProperties | null>(null);

  const spot = (x: number, y: number): Spot => {
    const box = scroller.current;
    const edge = box?.getBoundingClientRect();
    return { x: (x - (edge?.left ?? 0) + (box?.scrollLeft ?? 0)) / zoom - editor.layout().title, y: (y - (edge?.top ?? 0) + (box?.scrollTop ?? 0)) / zoom, height: box?.clientHeight ?? 0 };
  };

  const down = (event: PointerEvent): void => {
    const cell = cellOf(event.target);
    if (event.button !== 0 || !cell || (event.target instanceof Element && event.target.closest("button, textarea"))) return;
    const grip = gripOf(event);
    if (cell.kind === "card" && (event.ctrlKey || event.metaKey)) editor.toggle(cell.key, cell.column);
    else if (cell.kind === "card" && event.shiftKey) editor.focus(cell, true);
    else if (!(cell.kind === "card" && editor.state.selected.has(cell.key))) editor.focus(cell);
    if (editor.writable && cell.kind !== "empty" && event.pointerType !== "touch") drag.current = { cell, grip, x: event.clientX, y: event.clientY, moved: false };
  };

  const move = (event: PointerEvent): void => {
    const now = drag.current;
    if (!now) return;
    if (!now.moved && Math.hypot(event.clientX - now.x, event.clientY - now.y) < THRESHOLD) return;
    if (!now.moved) {
      now.moved = true;
      event.currentTarget.setPointerCapture(event.pointerId);
      editor.session.undo.stopCapturing();
    }
    const found = target(editor, now, spot(now.x, now.y), spot(event.clientX, event.clientY));
    if (found?.style.display === "none") found.drop(); // points follow the hand
    setMark(found?.style ?? null);
  };

  const up = (event: PointerEvent): void => {
    const now = drag.current;
    drag.current = null;
    if (!now) return;
    if (now.moved) {
      const found = target(editor, now, spot(now.x, now.y), spot(event.clientX, event.clientY));
      found?.drop();
      if (found && now.grip !== "knob") followed(editor);
      editor.session.undo.stopCapturing();
    } else if (now.cell.kind === "card" && !event.ctrlKey && !event.metaKey && !event.shiftKey && editor.state.selected.size > 1) editor.focus(now.cell);
    setMark(null);
  };

  const cancel = (): void => {
    drag.current = null;
    setMark(null);
  };

  return {
    handlers: { onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: cancel },
    dragging: mark !== null,
    mark: mark && <div className="drop-mark" style={mark} />,
  };
}
