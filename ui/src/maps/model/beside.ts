/** Another map's curves on this one's columns: steps go together by key, else by title, else by how far along they are. */

import type { Point, Series } from "./curve";
import { folded } from "./finding";
import type { View } from "./store";
import { cardSpan, type Tree } from "./tree";
import { localised, type Card } from "./types";

/** Return, for each step of `other`, the step of `own` it stands on. */
export function matchedLeaves(own: Tree, other: Tree, locale: string): number[] {
  const byTitle = new Map(own.leaves.map((leaf, at) => [folded(localised(leaf.title, locale)), at]));
  const [n, m] = [own.leaves.length, other.leaves.length];
  return other.leaves.map((leaf, at) => {
    const same = own.span.get(leaf.key)?.[0];
    return same ?? byTitle.get(folded(localised(leaf.title, locale))) ?? Math.round((at / Math.max(1, m - 1)) * (n - 1));
  });
}

export interface Other {
  name: string;
  /** Points by lane type, on the steps of this map. */
  points: ReadonlyMap<string, readonly Point[]>;
}

/** Return the curves of another map, one a lane type, as they stand on the steps of this one. */
export function otherCurves(own: View, other: View, name: string, curves: ReadonlySet<string>): Other {
  const { locale } = own.scene;
  const leaves = matchedLeaves(own.tree, other.tree, locale);
  const points = new Map<string, Point[]>();
  for (const lane of other.lanes) {
    if (!curves.has(lane.type)) continue;
    const found = new Map<number, Point>();
    for (const card of other.byLane.get(lane.key) ?? []) {
      const point = pointOf(card, other.tree, leaves);
      if (point && !card.persona && !found.has(point.column)) found.set(point.column, point);
    }
    if (found.size && !points.has(lane.type)) points.set(lane.type, [...found.values()].sort((a, b) => a.column - b.column));
  }
  return { name, points };
}

function pointOf(card: Card, tree: Tree, leaves: readonly number[]): Point | null {
  const span = cardSpan(tree, card);
  const column = span ? leaves[span[0]] : undefined;
  return column === undefined || !card.value ? null : { card, column, value: card.value.value };
}

export const OTHER = ":other"; // in place of a persona

/** Return another map's curve as one more series of a lane. */
export const otherSeries = (other: Other | undefined, type: string, index: number): Series[] => {
  const points = other?.points.get(type);
  return points ? [{ index: index % 5, persona: OTHER, name: other?.name ?? "", planned: true, points: [...points] }] : [];
};
