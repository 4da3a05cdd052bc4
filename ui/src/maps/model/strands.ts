/** Moves between steps that are no plain next one, as strands under the titles of the steps. */

import { act, put, remove, write, type Edit } from "./edit";
import { root } from "./reading";
import { LEAST_LOOP } from "./river";
import type { Tree } from "./tree";
import type { Edge } from "./types";

export interface Strand {
  edge: Edge;
  from: number;
  to: number;
  level: number;
}

export const STRAND_H = 22;
const MOST_LEVELS = 4;

/** Return the moves to draw, each on the lowest level where it crosses no other; `river` draws loops by itself. */
export function strandsOf(edges: readonly Edge[], tree: Tree, river: boolean): Strand[] {
  const found: Strand[] = [];
  for (const edge of edges) {
    const [from, to] = [tree.span.get(edge.from)?.[0], tree.span.get(edge.to ?? "")?.[0]];
    const drawn = edge.kind === "branch" || edge.kind === "skip" ? !edge.figures?.share : edge.kind === "loop" && !river && (edge.figures?.share?.value ?? 1) >= LEAST_LOOP;
    if (drawn && from !== undefined && to !== undefined && from !== to) found.push({ edge, from, to, level: 0 });
  }
  found.sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from) || a.from - b.from);
  const free: number[][] = [];
  for (const strand of found) {
    const [low, high] = [Math.min(strand.from, strand.to), Math.max(strand.from, strand.to)];
    while ((free[strand.level] ?? []).some((_, at, row) => at % 2 === 0 && low < (row[at + 1] ?? 0) && high > (row[at] ?? 0))) strand.level += 1;
    (free[strand.level] ??= []).push(low, high);
  }
  return found.filter((one) => one.level < MOST_LEVELS);
}

export const strandsHeight = (strands: readonly Strand[]): number => (strands.length ? (1 + Math.max(...strands.map((one) => one.level))) * STRAND_H + 4 : 0);

function edgeKeys(edit: Edit, from: string, to: string): string[] {
  return [...root(edit.doc, "edges").entries()].flatMap(([key, value]) => {
    const edge = (value as { toJSON: () => Edge }).toJSON();
    return edge.from === from && (edge.to ?? "") === to ? [key] : [];
  });
}

export const removeEdge = (edit: Edit, from: string, to: string): void => remove(edit, "edges", edgeKeys(edit, from, to));

export function changeEdge(edit: Edit, from: string, to: string, given: { kind?: string; condition?: string }): void {
  act(edit, () => {
    for (const key of edgeKeys(edit, from, to)) {
      if (given.kind) put(edit, "edges", key, { kind: given.kind });
      if (given.condition !== undefined) write(edit, "edges", key, "condition", given.condition);
    }
  });
}
