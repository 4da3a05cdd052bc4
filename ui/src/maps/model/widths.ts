/** How wide columns want to be, and how high their titles are. */

import type { Columns } from "./layout";
import type { View } from "./store";
import type { Tree } from "./tree";
import { lines, longestWord, textWidth } from "./typeset";
import { localised } from "./types";

export const FOLDED_WIDTH = 44;
const WIDTHS = [112, 132, 152, 176, 204];
const WIDEST = 236;

/** Return the width of a step whose content wants so much: one of a few, so that typing seldom moves columns. */
export const widthFor = (need: number): number => WIDTHS.find((one) => one >= need) ?? WIDEST;

export function foldedLeaves(tree: Tree, stages: ReadonlySet<string>): Set<number> {
  const found = new Set<number>();
  for (const key of stages) {
    const span = tree.span.get(key);
    if (span) for (let at = span[0]; at <= span[1]; at += 1) found.add(at);
  }
  return found;
}

/** Return how wide steps want to be for their own titles. */
export const leastWidths = (tree: Tree, locale: string): number[] =>
  tree.leaves.map((leaf) => {
    const title = localised(leaf.title, locale);
    return Math.max(longestWord(title, "name"), textWidth(title, "name") / 1.8) + 26;
  });

/** Widen the steps of a stage whose title would not fit over them. */
export function stageRoom(tree: Tree, widths: readonly number[], locale: string): number[] {
  const found = [...widths];
  for (const stage of tree.stages) {
    const [first, last] = tree.span.get(stage.key) ?? [0, -1];
    const have = found.slice(first, last + 1).reduce((sum, one) => sum + one, 0);
    if (have <= FOLDED_WIDTH * (last - first + 1)) continue;
    const lack = Math.min(300, textWidth(localised(stage.title, locale), "head") * 1.08 + 56) - have;
    if (lack > 0) for (let at = first; at <= last; at += 1) found[at] = (found[at] ?? 0) + Math.ceil(lack / (last - first + 1));
  }
  return found;
}

export function stepHeight({ tree, scene }: View, columns: Columns, foldedStages: ReadonlySet<string>): number {
  if (tree.levels < 2) return 0;
  const folded = foldedLeaves(tree, foldedStages);
  const most = tree.leaves.map((leaf, at) => (folded.has(at) ? 1 : lines(localised(leaf.title, scene.locale), "name", (columns.widths[at] ?? 0) - 26)));
  return Math.max(1, ...most) * 17 + 14;
}
