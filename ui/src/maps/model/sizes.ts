/** How wide the columns and how high the rows of a large table are, reckoned without the page, so that what is not seen need not stand. */

import type { RowLayout } from "./layout";
import { evidenceWords, told, wayOf } from "./telling";
import type { Tree } from "./tree";
import { lines, textWidth } from "./typeset";
import { localised } from "./types";

const NARROWEST = 160;
const WIDEST = 360;
const SIDES = 22; // px beside the words of a cell
const ABOVE = 14; // px above and below them
const ROW = 32; // px of a row with nothing in it
const CARD = 13; // px around a card's words, from the next one
const PICTURE = 74;

export interface Sizes {
  lefts: readonly number[];
  widths: readonly number[];
  /** By lane. */
  heights: ReadonlyMap<string, number>;
}

interface Words {
  first: number;
  last: number;
  body: readonly string[];
  small: readonly string[];
  picture: boolean;
}

function wordsOf(row: RowLayout, tree: Tree): Words[] {
  const { scene } = row.row;
  return row.places.map(({ card, first, last, face }) => {
    const said = told(card, scene);
    const small = said.filter((one) => one.as === "more" || one.as === "mark").map((one) => one.text);
    const body = said.filter((one) => one.as === "text" || one.as === "figure").map((one) => one.text);
    const ends = last > first ? [localised(tree.leaves[last]?.title, scene.locale)] : [];
    const picture = Boolean(face?.blocks.some((one) => one.kind === "picture"));
    return { first, last, body, small: [...small, ...ends, wayOf(card, scene, tree), evidenceWords(card, scene.fields.as_of)].filter(Boolean), picture };
  });
}

const high = ({ body, small, picture }: Words, width: number): number => {
  const [words, notes] = [body.reduce((sum, one) => sum + lines(one, "body", width) * 17 + 2, 0), small.reduce((sum, one) => sum + lines(one, "small", width) * 16 + 2, 0)];
  return words + notes + (picture ? PICTURE : 0) + CARD;
};

export function sizesOf(rows: readonly RowLayout[], tree: Tree): Sizes {
  const all = rows.map((row) => (row.folded ? [] : wordsOf(row, tree)));
  const widths = tree.leaves.map(() => NARROWEST);
  for (const cards of all) {
    for (const { first, body, small } of cards) {
      const wanted = SIDES + Math.max(0, ...body.map((one) => textWidth(one, "body")), ...small.map((one) => textWidth(one, "small") + 18));
      widths[first] = Math.max(widths[first] ?? 0, Math.min(WIDEST, Math.round(wanted)));
    }
  }
  const lefts: number[] = [];
  let x = 0;
  for (const width of widths) {
    lefts.push(x);
    x += width;
  }
  const heights = new Map(rows.map((row, at) => [row.lane.key, heightOf(all[at] ?? [], widths)]));
  return { lefts, widths, heights };
}

function heightOf(cards: readonly Words[], widths: readonly number[]): number {
  const stacks = new Map<number, number>();
  for (const card of cards) stacks.set(card.first, (stacks.get(card.first) ?? ABOVE) + high(card, (widths[card.first] ?? NARROWEST) - SIDES));
  return Math.max(ROW, ...stacks.values());
}
