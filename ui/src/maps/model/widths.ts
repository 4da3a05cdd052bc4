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

const HEAVIER = 1.08; // the letters of stages beside those of heads of cards
const ASIDE = 58; // px of a stage that its title leaves free: ends of the band, sign, button to fold
const GAP_INSIDE = 10; // px more between bands inside a stage
const ONE_LINE = 200;
const MOST_LINES = 3;

/** Return how many levels of columns are bands: all but the last, which is steps, where there are several. */
export const bandLevels = (tree: Tree): number => Math.max(1, tree.levels - 1);

const isBand = (tree: Tree, key: string): boolean => (tree.depth.get(key) ?? 0) < bandLevels(tree);

const aside = (level: number): number => ASIDE + (level > 0 ? GAP_INSIDE : 0);

/** Return how wide a stage wants to be: its longest word whole, short titles on one line, long ones on up to three. */
function stageNeed(title: string, level: number): number {
  const [word, whole] = [longestWord(title, "head") * HEAVIER, textWidth(title, "head") * HEAVIER];
  return Math.max(word, Math.min(whole, ONE_LINE), (whole * 1.15) / MOST_LINES) + aside(level);
}

/** Widen the steps of a stage whose title would not fit over them, the innermost first. */
export function stageRoom(tree: Tree, widths: readonly number[], locale: string): number[] {
  const found = [...widths];
  const bands = tree.columns.filter((column) => isBand(tree, column.key)).sort((one, other) => (tree.depth.get(other.key) ?? 0) - (tree.depth.get(one.key) ?? 0));
  for (const stage of bands) {
    const [first, last] = tree.span.get(stage.key) ?? [0, -1];
    const have = found.slice(first, last + 1).reduce((sum, one) => sum + one, 0);
    if (have <= FOLDED_WIDTH * (last - first + 1)) continue;
    const lack = stageNeed(localised(stage.title, locale), tree.depth.get(stage.key) ?? 0) - have;
    if (lack > 0) for (let at = first; at <= last; at += 1) found[at] = (found[at] ?? 0) + Math.ceil(lack / (last - first + 1));
  }
  return found;
}

/** Return how high each level of bands is: as high as its title of most lines. */
export function bandHeights({ tree, scene }: View, columns: Columns): number[] {
  const most = Array.from({ length: bandLevels(tree) }, () => 1);
  for (const column of tree.columns) {
    const level = tree.depth.get(column.key) ?? 0;
    const [first, last] = tree.span.get(column.key) ?? [0, -1];
    const room = (columns.lefts[last] ?? 0) + (columns.widths[last] ?? 0) - (columns.lefts[first] ?? 0) - aside(level);
    if (level < most.length && room > FOLDED_WIDTH) most[level] = Math.max(most[level] ?? 1, Math.min(MOST_LINES, lines(localised(column.title, scene.locale), "head", room / HEAVIER)));
  }
  return most.map((count) => count * 18 + 16);
}

export function stepHeight({ tree, scene }: View, columns: Columns, foldedStages: ReadonlySet<string>): number {
  if (tree.levels < 2) return 0;
  const folded = foldedLeaves(tree, foldedStages);
  const most = tree.leaves.map((leaf, at) => (folded.has(at) ? 1 : lines(localised(leaf.title, scene.locale), "name", (columns.widths[at] ?? 0) - 26)));
  return Math.max(1, ...most) * 17 + 14;
}
