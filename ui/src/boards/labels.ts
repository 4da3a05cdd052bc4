/** On which side of its dot the label of a thing on a plane stands, so that labels lie on one another as seldom as can be. */

import { textWidth } from "../maps/model/typeset";

export type Side = "right" | "left" | "under" | "over";

export interface Labelled {
  id: string;
  label: string;
  x: number;
  y: number;
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

const SIDES: readonly Side[] = ["right", "left", "under", "over"];
const DOT = 18; // px of a dot with the air around it
const LINE = 15; // px
const EDGES = 10; // px beside the letters of a label
/** px a label may be wide before it breaks, on wide planes and on those of phones. */
export const widest = (plane: number): number => (plane > 460 ? 168 : 104);

function sized(label: string, most: number): { w: number; h: number } {
  const need = textWidth(label, "small") * 1.08 + EDGES;
  return { w: Math.min(most, need), h: (need > most ? 2 : 1) * LINE + 2 };
}

function boxAt(side: Side, { x, y }: { x: number; y: number }, { w, h }: { w: number; h: number }): Box {
  if (side === "right") return { x: x + DOT / 2, y: y - h / 2, w, h };
  if (side === "left") return { x: x - DOT / 2 - w, y: y - h / 2, w, h };
  return { x: x - w / 2, y: side === "under" ? y + DOT / 2 : y - DOT / 2 - h, w, h };
}

const shared = (one: Box, other: Box): number => Math.max(0, Math.min(one.x + one.w, other.x + other.w) - Math.max(one.x, other.x)) * Math.max(0, Math.min(one.y + one.h, other.y + other.h) - Math.max(one.y, other.y));

const outside = (box: Box, plane: number): number => (box.w * box.h) - shared(box, { x: 0, y: 0, w: plane, h: plane });

/** Return the side of each thing on a plane of so many px: the first of right, left, under, over that hides least. */
export function sidesOf(things: readonly Labelled[], plane: number): Map<string, Side> {
  const most = widest(plane);
  const taken: Box[] = things.map(({ x, y }) => ({ x: x * plane - DOT / 2, y: y * plane - DOT / 2, w: DOT, h: DOT }));
  const found = new Map<string, Side>();
  for (const one of things) {
    const [at, size] = [{ x: one.x * plane, y: one.y * plane }, sized(one.label, most)];
    const costs = SIDES.map((side) => { const box = boxAt(side, at, size); return { side, box, cost: outside(box, plane) * 2 + taken.reduce((sum, other) => sum + shared(box, other), 0) }; });
    const best = costs.reduce((least, each) => (each.cost < least.cost - 0.5 ? each : least));
    taken.push(best.box);
    found.set(one.id, best.side);
  }
  return found;
}
