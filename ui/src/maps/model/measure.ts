/** How wide words are and how many lines they take, without asking the page for layout. */

import type { Block, Face, Style } from "./face";

const FAMILY = '"Inter Variable", "Noto Sans TC", "PingFang TC", "Microsoft JhengHei", sans-serif';
/** Size, weight and height of a line of each style, px; the same numbers stand in map.css. */
export const STYLES: Record<Style, { size: number; weight: number; line: number; italic?: boolean }> = {
  head: { size: 12.5, weight: 600, line: 17 },
  name: { size: 12.5, weight: 500, line: 17 },
  strong: { size: 11.5, weight: 500, line: 16 },
  body: { size: 12.5, weight: 400, line: 17 },
  small: { size: 11.5, weight: 400, line: 16 },
  tiny: { size: 11, weight: 400, line: 15 },
  number: { size: 15, weight: 600, line: 20 },
  quote: { size: 12.5, weight: 400, line: 17, italic: true },
};
const GAP = 2;
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/;

let pen: CanvasRenderingContext2D | null | undefined;
const widths = new Map<string, number>();

/** Forget widths measured before the fonts came. */
export const remeasure = (): void => [widths, counts, wholes, longests].forEach((one) => one.clear());

/** Return the width of one sign. Kerning is left out: it makes words a little narrower than counted, never wider. */
function signWidth(sign: string, style: Style): number {
  const key = style + sign;
  let width = widths.get(key);
  if (width === undefined) {
    const { size, weight, italic } = STYLES[style];
    pen ??= typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
    if (pen) pen.font = `${italic ? "italic " : ""}${weight} ${size}px ${FAMILY}`;
    width = pen ? pen.measureText(sign).width : size * (WIDE.test(sign) ? 1 : 0.56);
    widths.set(key, width);
  }
  return width;
}

function wordWidth(word: string, style: Style): number {
  let width = 0;
  for (const sign of word) width += signWidth(sign, style);
  return width;
}

/** Cut a text where a line may break: after spaces, and around every sign of Chinese. */
const pieces = (text: string): string[] => (WIDE.test(text) ? (text.match(/[^\s\u1100-\uffef]+\s*|[\u1100-\uffef]|\s+/g) ?? []) : (text.match(/\S+\s*/g) ?? []));

/** Return how many lines a text takes in a width; words longer than it are broken. */
export function lines(text: string, style: Style, width: number): number {
  const key = `${style}/${width}/${text}`;
  const known = counts.get(key);
  if (known !== undefined) return known;
  if (counts.size > MOST_KEPT) counts.clear();
  const count = counted(text, style, width);
  counts.set(key, count);
  return count;
}

const counts = new Map<string, number>();
const MOST_KEPT = 20_000;

function counted(text: string, style: Style, width: number): number {
  let count = 0;
  for (const paragraph of text.split("\n")) {
    count += 1;
    let at = 0;
    for (const piece of pieces(paragraph)) {
      const wide = wordWidth(piece.trimEnd(), style);
      if (at > 0 && at + wide > width) {
        count += 1;
        at = 0;
      }
      if (wide > width) {
        count += Math.ceil(wide / width) - 1;
        at = wide % width;
      } else at += wordWidth(piece, style);
    }
  }
  return count;
}

const wholes = new Map<string, number>();
const longests = new Map<string, number>();

function kept(store: Map<string, number>, key: string, work: () => number): number {
  let found = store.get(key);
  if (found === undefined) {
    if (store.size > MOST_KEPT) store.clear();
    store.set(key, (found = work()));
  }
  return found;
}

export const textWidth = (text: string, style: Style): number => kept(wholes, `${style}/${text}`, () => pieces(text).reduce((sum, piece) => sum + wordWidth(piece, style), 0));

export const longestWord = (text: string, style: Style): number => kept(longests, `${style}/${text}`, () => Math.max(0, ...pieces(text).map((piece) => wordWidth(piece.trimEnd(), style))));

const PADDING = { box: { x: 12, y: 9 }, bare: { x: 6, y: 3 } };
const GLYPH = 18;

const room = (face: Face, width: number): number => width - 2 * (face.box ? PADDING.box : PADDING.bare).x - (face.level ? GLYPH : 0) - 2;

function blockHeight(block: Block, width: number): number {
  switch (block.kind) {
    case "text":
      return lines(block.text, block.style, width) * STYLES[block.style].line;
    case "mix":
      return 12 + block.parts.length * 16;
    case "dots":
      return 18;
    case "bar":
      return 66;
    case "picture":
      return block.height + 4;
  }
}

const heights = new WeakMap<Face, Map<number, number>>();

/** Return how high a face is when it is that wide, px. */
export function faceHeight(face: Face, width: number): number {
  let known = heights.get(face);
  if (!known) heights.set(face, (known = new Map()));
  const found = known.get(width);
  if (found !== undefined) return found;
  const inner = Math.max(24, room(face, width));
  const content = face.blocks.reduce((sum, block) => sum + blockHeight(block, inner) + GAP, -GAP);
  const height = Math.max(24, content + 2 * (face.box ? PADDING.box : PADDING.bare).y);
  known.set(width, height);
  return height;
}

const TALLEST: Record<Style, number> = { head: 2, name: 2, strong: 2, body: 3, small: 3, tiny: 3, number: 1, quote: 4 };

/** Return how wide a face wants to be so that no text of it is a tower of short lines, px. */
export function faceNeed(face: Face): number {
  const known = needs.get(face);
  if (known !== undefined) return known;
  const need = needed(face);
  needs.set(face, need);
  return need;
}

const needs = new WeakMap<Face, number>();

function needed(face: Face): number {
  let need = 0;
  for (const block of face.blocks) {
    if (block.kind === "text") need = Math.max(need, longestWord(block.text, block.style), textWidth(block.text, block.style) / (TALLEST[block.style] * 0.78));
    else if (block.kind === "mix") for (const part of block.parts) need = Math.max(need, textWidth(`${part.name} ${part.shown}`, "small") + 14);
    else need = Math.max(need, 84);
  }
  return need + 2 * (face.box ? PADDING.box : PADDING.bare).x + (face.level ? GLYPH : 0) + 2;
}
