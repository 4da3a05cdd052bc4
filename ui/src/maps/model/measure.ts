/** How high and how wide what a card shows wants to be, without asking the page for layout. */

import type { Block, Face, Style } from "./face";
import { interval } from "../../lib/format";
import { lines, longestWord, STYLES, textWidth } from "./typeset";

const GAP = 2;
const PADDING = { box: { x: 12, y: 9 }, bare: { x: 6, y: 3 } };
const GLYPH = 18;
const ICON = 20;
const TAG = { padding: 14, gap: 4, line: 20 };

const room = (face: Face, width: number): number => width - 2 * (face.box ? PADDING.box : PADDING.bare).x - (face.level ? GLYPH : 0) - (face.icon ? ICON : 0) - 2;

function blockHeight(block: Block, width: number): number {
  switch (block.kind) {
    case "text":
      return lines(block.text, block.style, width) * STYLES[block.style].line;
    case "mix":
      return 12 + block.parts.length * 16;
    case "dots":
      return 18;
    case "counted":
      return STYLES.number.line + (interval(block.value) ? STYLES.tiny.line : 0);
    case "bar":
      return 66;
    case "mini":
      return 66;
    case "sign":
      return 26;
    case "picture":
      return block.height + 4;
    case "tickets":
      return tagLines(block.told.map((one) => `${one.sign} ${one.key}`), width) * TAG.line;
    case "tags":
      return tagLines(block.tags, width) * TAG.line;
  }
}

/** Return how many lines tags take side by side. */
function tagLines(tags: readonly string[], width: number): number {
  let [count, at] = [1, 0];
  for (const tag of tags) {
    const wide = Math.min(width, textWidth(tag, "tiny") + TAG.padding);
    if (at > 0 && at + wide > width) {
      count += 1;
      at = 0;
    }
    at += wide + TAG.gap;
  }
  return count;
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
    else if (block.kind === "tags") for (const tag of block.tags) need = Math.max(need, textWidth(tag, "tiny") + TAG.padding);
    else if (block.kind === "tickets") for (const one of block.told) need = Math.max(need, textWidth(`${one.sign} ${one.key}`, "tiny") + TAG.padding);
    else need = Math.max(need, block.kind === "mini" ? 168 : block.kind === "counted" ? 120 : 84);
  }
  return need + 2 * (face.box ? PADDING.box : PADDING.bare).x + (face.level ? GLYPH : 0) + (face.icon ? ICON : 0) + 2;
}
