/** Columns as a tree: stages, the leaves cards stand on, and which run of leaves a column covers. */

import type { Column } from "./types";

export interface Tree {
  columns: readonly Column[];
  stages: readonly Column[];
  leaves: readonly Column[];
  span: ReadonlyMap<string, readonly [number, number]>;
  depth: ReadonlyMap<string, number>;
  children: ReadonlyMap<string, readonly Column[]>;
  levels: number;
  index: ReadonlyMap<string, Column>;
}

/**
 * Return the parent of each column as it is read: one that is missing makes a stage, and in a cycle the smallest key
 * becomes a stage.
 */
export function soundParents(parents: ReadonlyMap<string, string>): Map<string, string> {
  const sound = new Map<string, string>();
  for (const [key, parent] of parents) sound.set(key, parents.has(parent) ? parent : "");
  for (const start of [...sound.keys()].sort()) {
    const seen = new Set<string>();
    let at = start;
    while (at && !seen.has(at)) {
      seen.add(at);
      at = sound.get(at) ?? "";
    }
    if (at === start) sound.set(start, "");
  }
  return sound;
}

/** Build the tree of columns whose parents are sound, siblings in the order given. */
export function treeOf(given: readonly Column[]): Tree {
  const children = new Map<string, Column[]>();
  for (const column of given) {
    const list = children.get(column.parent ?? "");
    if (list) list.push(column);
    else children.set(column.parent ?? "", [column]);
  }
  const columns: Column[] = [];
  const leaves: Column[] = [];
  const span = new Map<string, readonly [number, number]>();
  const depth = new Map<string, number>();
  let levels = 0;
  const walk = (column: Column, level: number): void => {
    columns.push(column);
    depth.set(column.key, level);
    levels = Math.max(levels, level + 1);
    const first = leaves.length;
    const inside = children.get(column.key) ?? [];
    if (inside.length === 0) leaves.push(column);
    for (const one of inside) walk(one, level + 1);
    span.set(column.key, [first, leaves.length - 1]);
  };
  const stages = children.get("") ?? [];
  for (const stage of stages) walk(stage, 0);
  return { columns, stages, leaves, span, depth, children, levels, index: new Map(columns.map((one) => [one.key, one])) };
}

/** Return the first and last leaf a card covers, null where its columns are gone. */
export function cardSpan(tree: Tree, card: { at: string; to?: string }): readonly [number, number] | null {
  const start = tree.span.get(card.at);
  if (!start) return null;
  const end = card.to ? tree.span.get(card.to) : start;
  return end ? [Math.min(start[0], end[0]), Math.max(start[1], end[1])] : start;
}
