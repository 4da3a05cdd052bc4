/** Arrows between cards: which there are, how they run, and making them. */

import { act, add, put, remove, write, type Edit } from "./edit";
import { placeOf } from "./moving";
import type { Layout, Place } from "./layout";
import { root } from "./reading";
import type { CardLink } from "./types";

export type LinkKind = NonNullable<CardLink["kind"]>;

export interface Arrow {
  link: CardLink;
  path: string;
  tip: readonly [number, number];
  /** Direction the tip points to. */
  way: readonly [number, number];
  middle: readonly [number, number];
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

const CORNER = 6;
const AIR = 5; // px between columns, left of the next card

/** Return the arrows whose both cards are shown, with where they run on the map. */
export function arrowsOf(links: readonly CardLink[], layout: Layout): Arrow[] {
  if (links.length === 0) return [];
  const wanted = new Set(links.flatMap((link) => [link.from, link.to]));
  const boxes = new Map<string, Box>();
  layout.rows.forEach((row, at) => row.places.forEach((place) => wanted.has(place.card.key) && boxes.set(place.card.key, boxed(place, layout.tops[at] ?? 0))));
  return links.flatMap((link) => {
    const [from, to] = [boxes.get(link.from), boxes.get(link.to)];
    return from && to && from !== to ? [{ link, ...route(from, to) }] : [];
  });
}

const boxed = (place: Place, top: number): Box => ({ x: place.x, y: top + place.y, w: place.w, h: place.h });

type Route = Omit<Arrow, "link">;

/** Run straight up or down where cards stand over each other, sideways within a row, else along the air between columns. */
export function route(from: Box, to: Box): Route {
  const apart = to.y >= from.y + from.h || from.y >= to.y + to.h;
  const [left, right] = [Math.max(from.x, to.x), Math.min(from.x + from.w, to.x + to.w)];
  if (apart && right - left > 12) return upright((left + right) / 2, from, to);
  if (!apart) return sideways(from, to);
  return around(from, to);
}

function upright(x: number, from: Box, to: Box): Route {
  const way = to.y > from.y ? 1 : -1;
  const [y0, y1] = way > 0 ? [from.y + from.h, to.y] : [from.y, to.y + to.h];
  return { path: `M${x},${y0}L${x},${y1 - way * 4}`, tip: [x, y1 - way], way: [0, way], middle: [x, (y0 + y1) / 2] };
}

function sideways(from: Box, to: Box): Route {
  const way = to.x > from.x ? 1 : -1;
  const [x0, x1] = way > 0 ? [from.x + from.w, to.x] : [from.x, to.x + to.w];
  const [y0, y1] = [from.y + from.h / 2, to.y + to.h / 2];
  const middle = (x0 + x1) / 2;
  return { path: `M${x0},${y0}C${middle},${y0} ${middle},${y1} ${x1 - way * 4},${y1}`, tip: [x1 - way, y1], way: [way, 0], middle: [middle, (y0 + y1) / 2] };
}

function around(from: Box, to: Box): Route {
  const down = to.y > from.y ? 1 : -1;
  const [y0, y1] = [from.y + from.h / 2, to.y + to.h / 2];
  const x0 = from.x + from.w;
  const side = to.x >= x0 ? 1 : -1;
  const x1 = side > 0 ? to.x : to.x + to.w;
  const turn = side > 0 ? Math.max(x0 + AIR, x1 - AIR) : x0 + AIR;
  const bend = Math.min(CORNER, Math.abs(y1 - y0) / 2);
  const path = `M${x0},${y0}L${turn - 1},${y0}Q${turn},${y0} ${turn},${y0 + down * bend}L${turn},${y1 - down * bend}Q${turn},${y1} ${turn + side},${y1}L${x1 - side * 4},${y1}`;
  return { path, tip: [x1 - side, y1], way: [side, 0], middle: [turn, (y0 + y1) / 2] };
}

/** Return the corners of an arrow's head. */
export function headOf({ tip: [x, y], way: [dx, dy] }: Pick<Arrow, "tip" | "way">): string {
  const [bx, by] = [x - dx * 7, y - dy * 7];
  return `M${x},${y}L${bx - dy * 4},${by - dx * 4}L${bx + dy * 4},${by + dx * 4}Z`;
}

/** Say that one card leads to another; a pair has one arrow, the other way round it is turned. */
export function link(edit: Edit, from: string, to: string, kind: LinkKind = "triggers"): void {
  if (from === to) return;
  act(edit, () => {
    const known = linkKeys(edit, from, to);
    remove(edit, "links", known);
    add(edit, "links", { from, to, ...(kind === "triggers" ? {} : { kind }) });
  });
}

/** Return the keys of the links between two cards, whichever way they go. */
export function linkKeys(edit: Edit, one: string, other: string): string[] {
  const found: string[] = [];
  for (const [key, value] of root(edit.doc, "links").entries()) {
    const { from, to } = (value as { toJSON: () => CardLink }).toJSON();
    if ((from === one && to === other) || (from === other && to === one)) found.push(key);
  }
  return found;
}

export function changeLink(edit: Edit, from: string, to: string, given: { kind?: LinkKind; label?: string }): void {
  act(edit, () => {
    for (const key of linkKeys(edit, from, to)) {
      if (given.kind) put(edit, "links", key, { kind: given.kind });
      if (given.label !== undefined) write(edit, "links", key, "label", given.label);
    }
  });
}

export const unlink = (edit: Edit, from: string, to: string): void => remove(edit, "links", linkKeys(edit, from, to));

/** Return the cards in the order they stand on the map: left to right, then top to bottom. */
export function inOrder(layout: Layout, keys: readonly string[]): string[] {
  const at = (key: string): [number, number] => {
    const found = placeOf(layout, key);
    return [found?.place.first ?? 0, (found?.top ?? 0) + (found?.place.y ?? 0)];
  };
  return [...keys].sort((a, b) => {
    const [[ax, ay], [bx, by]] = [at(a), at(b)];
    return ax - bx || ay - by;
  });
}
