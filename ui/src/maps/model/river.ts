/** The river of travellers: reach and loss of each column, and the loops that run back above it. */

import type { Row } from "./face";
import type { View } from "./store";
import { cardSpan, type Tree } from "./tree";
import type { Edge, Figure } from "./types";

export const DEPTH = 64;
const ARCS = 5;
export const LEAST_LOOP = 0.02;
const LEAST_LOSS = 0.005;
const LIFT = 32;

export interface Reach {
  figure: Figure;
  lost: number;
}

export interface Loop {
  edge: Edge;
  share: number;
  from: number;
  to: number;
  base: number;
}

/** Return per leaf the share of people there, from a card of the lane or the column itself, and how much is lost. */
export function reachOf(row: Row, tree: Tree): (Reach | null)[] {
  const typed = new Map<number, Figure>();
  for (const card of row.cards) {
    const span = cardSpan(tree, card);
    if (span && card.value) typed.set(span[0], card.value);
  }
  return tree.leaves.map((leaf, at) => {
    const figure = typed.get(at) ?? leaf.figures?.reach;
    if (!figure) return null;
    const drop = leaf.figures?.drop_off;
    const lost = !drop ? 0 : drop.unit === "points" ? drop.value / 100 : drop.value * figure.value;
    return { figure, lost: lost >= LEAST_LOSS ? lost : 0 };
  });
}

export const depth = (reach: Reach | null | undefined): number => (reach ? Math.max(1.5, Math.min(1, Math.max(0, reach.figure.value)) * DEPTH) : 0);

/** A loop counts by its share; what nobody planned by how many did it, as many shares of few are large. */
const weight = ({ edge, share }: Loop): number => (edge.unplanned ? (edge.figures?.persons?.value ?? share) : share);

/** Lay loops above the river, narrow ones lowest; each says how far above the floor it begins. */
export function loopsOf(edges: readonly Edge[], tree: Tree, reach: readonly (Reach | null)[]): Loop[] {
  const sky = reach.map((one) => (one ? depth(one) + 22 : 6));
  const found = edges.flatMap((edge) => {
    const [from, to] = [tree.span.get(edge.from)?.[0], tree.span.get(edge.to ?? "")?.[0]];
    const share = edge.figures?.share?.value ?? 0;
    const shown = edge.unplanned || (edge.kind === "loop" && (share >= LEAST_LOOP || !edge.figures?.share));
    return shown && from !== undefined && to !== undefined ? [{ edge, share, from, to, base: 0 }] : [];
  });
  const largest = (unplanned: boolean): Loop[] => found.filter((one) => Boolean(one.edge.unplanned) === unplanned).sort((a, b) => weight(b) - weight(a)).slice(0, ARCS);
  const chosen = [...largest(false), ...largest(true)];
  for (const loop of chosen.sort((a, b) => Math.abs(a.from - a.to) - Math.abs(b.from - b.to))) {
    const [low, high] = [Math.max(0, Math.min(loop.from, loop.to) - 1), Math.max(loop.from, loop.to)];
    loop.base = Math.max(...sky.slice(low, high + 1));
    sky.fill(loop.base + LIFT, low, high + 1);
  }
  return chosen;
}

/** Return how far the floor of the river is below the top of the lane. */
export function floorOf(reach: readonly (Reach | null)[], loops: readonly Loop[]): number {
  const highest = Math.max(28, ...reach.map((one) => (one ? depth(one) + 22 : 0)), ...loops.map((one) => one.base + LIFT + 4));
  return highest + 6;
}

export function riverHeight(view: View, row: Row): number {
  const reach = reachOf(row, view.tree);
  const loops = loopsOf(view.edges, view.tree, reach);
  if (!reach.some(Boolean) && loops.length === 0) return 56;
  return floorOf(reach, loops) + (reach.some((one) => one?.lost) ? 24 : 10);
}
