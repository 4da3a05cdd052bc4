/** Where the focus goes on a map by arrow keys: over stages, steps, lane titles, cards and empty cells. */

import type { Layout, Place, RowLayout } from "./layout";
import type { Tree } from "./tree";

export type Cell =
  | { kind: "card"; key: string; column: number }
  | { kind: "empty"; lane: string; column: number }
  | { kind: "column"; key: string }
  | { kind: "lane"; key: string };

export type Direction = "left" | "right" | "up" | "down";

export const cellId = (cell: Cell): string => (cell.kind === "empty" ? `empty:${cell.lane}:${cell.column}` : `${cell.kind}:${cell.key}`);

/** Return the cards that cover a column, top to bottom. */
export const covering = (row: RowLayout, column: number): Place[] =>
  row.places.filter((place) => place.first <= column && column <= place.last).sort((a, b) => a.y - b.y);

const into = (row: RowLayout, column: number, from: "top" | "bottom"): Cell => {
  if (row.folded) return { kind: "lane", key: row.lane.key };
  const cards = covering(row, column);
  const card = from === "top" ? cards[0] : cards.at(-1);
  return card ? { kind: "card", key: card.card.key, column } : { kind: "empty", lane: row.lane.key, column };
};

function fromColumn(layout: Layout, tree: Tree, key: string, way: Direction): Cell | null {
  const column = tree.index.get(key);
  if (!column) return null;
  const level = tree.depth.get(key);
  if (way === "up") return column.parent ? { kind: "column", key: column.parent } : null;
  if (way === "down") {
    const child = tree.children.get(key)?.[0];
    if (child) return { kind: "column", key: child.key };
    const row = layout.rows[0];
    return row ? into(row, tree.span.get(key)?.[0] ?? 0, "top") : null;
  }
  const peers = tree.columns.filter((one) => tree.depth.get(one.key) === level);
  const next = peers[peers.findIndex((one) => one.key === key) + (way === "right" ? 1 : -1)];
  if (next) return { kind: "column", key: next.key };
  const first = layout.rows[0];
  return way === "left" && first ? { kind: "lane", key: first.lane.key } : null;
}

function fromLane(layout: Layout, tree: Tree, at: number, way: Direction): Cell | null {
  const row = layout.rows[at];
  if (way === "right") return row && tree.leaves.length && !row.folded ? into(row, 0, "top") : null;
  if (way === "left") return null;
  const next = layout.rows[at + (way === "down" ? 1 : -1)];
  if (next) return { kind: "lane", key: next.lane.key };
  const stage = tree.stages[0];
  return way === "up" && stage ? { kind: "column", key: stage.key } : null;
}

/** Return the cell next to another one in a direction, null at the edge of the map. */
export function step(layout: Layout, tree: Tree, cell: Cell, way: Direction): Cell | null {
  if (cell.kind === "column") return fromColumn(layout, tree, cell.key, way);
  const lane = cell.kind === "lane" ? cell.key : cell.kind === "empty" ? cell.lane : (placeOf(layout, cell.key)?.row.lane.key ?? "");
  const at = layout.rows.findIndex((row) => row.lane.key === lane);
  const row = layout.rows[at];
  if (!row) return null;
  if (cell.kind === "lane") return fromLane(layout, tree, at, way);
  const place = cell.kind === "card" ? placeOf(layout, cell.key)?.place : undefined;
  if (way === "left" || way === "right") {
    const column = way === "right" ? (place?.last ?? cell.column) + 1 : (place?.first ?? cell.column) - 1;
    if (column < 0) return { kind: "lane", key: lane };
    if (column >= tree.leaves.length) return null;
    const beside = covering(row, column);
    const nearest = beside.sort((a, b) => Math.abs(a.y - (place?.y ?? 0)) - Math.abs(b.y - (place?.y ?? 0)))[0];
    return nearest ? { kind: "card", key: nearest.card.key, column } : { kind: "empty", lane, column };
  }
  const stack = covering(row, cell.column);
  const next = place ? stack[stack.indexOf(place) + (way === "down" ? 1 : -1)] : undefined;
  if (next) return { kind: "card", key: next.card.key, column: cell.column };
  const other = layout.rows[at + (way === "down" ? 1 : -1)];
  if (other) return into(other, cell.column, way === "down" ? "top" : "bottom");
  const leaf = tree.leaves[cell.column];
  return way === "up" && leaf ? { kind: "column", key: leaf.key } : null;
}

export function placeOf(layout: Layout, key: string): { row: RowLayout; top: number; place: Place } | null {
  for (const [at, row] of layout.rows.entries()) {
    const place = row.places.find((one) => one.card.key === key);
    if (place) return { row, top: layout.tops[at] ?? 0, place };
  }
  return null;
}

/** Return where a cell stands, in px of the map; null for one that is gone. */
export function boxOf(layout: Layout, tree: Tree, cell: Cell): { x: number; y: number; w: number; h: number } | null {
  if (cell.kind === "card") {
    const found = placeOf(layout, cell.key);
    return found && { x: found.place.x, y: found.top + found.place.y, w: found.place.w, h: found.place.h };
  }
  if (cell.kind === "column") {
    const [first, last] = tree.span.get(cell.key) ?? [-1, -1];
    const x = layout.columns.lefts[first];
    return x === undefined ? null : { x, y: layout.head.height, w: (layout.columns.lefts[last] ?? 0) + (layout.columns.widths[last] ?? 0) - x, h: 0 };
  }
  const at = layout.rows.findIndex((row) => row.lane.key === (cell.kind === "lane" ? cell.key : cell.lane));
  const row = layout.rows[at];
  if (!row) return null;
  const [x, w] = cell.kind === "empty" ? [layout.columns.lefts[cell.column] ?? 0, layout.columns.widths[cell.column] ?? 0] : [0, 0];
  return { x, y: layout.tops[at] ?? 0, w, h: row.height };
}

/** Return the lane and column a point of the map is in. */
export function cellAt(layout: Layout, x: number, y: number): { row: RowLayout; column: number } | null {
  const row = layout.rows.find((one, at) => y >= (layout.tops[at] ?? 0) && y < (layout.tops[at] ?? 0) + one.height);
  const column = layout.columns.lefts.findIndex((left, at) => x >= left && x < left + (layout.columns.widths[at] ?? 0));
  return row && column >= 0 ? { row, column } : null;
}
