/** Which rows and columns are worth mounting: what can be seen and a little around it. */

import type { Layout } from "./layout";

export interface Sight {
  top: number;
  left: number;
  width: number;
  height: number;
}

export interface Range {
  rows: readonly [number, number];
  columns: readonly [number, number];
}

const AROUND = 160; // px beyond the edges

/** Return the first and last place of ascending starts that reach into a stretch; [0, -1] for none. */
export function within(starts: readonly number[], sizes: (at: number) => number, from: number, to: number): [number, number] {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) + sizes(middle) <= from) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < starts.length && (starts[last] ?? 0) < to) last += 1;
  return low >= starts.length ? [0, -1] : [low, last - 1];
}

/** Return what to mount for a sight of the map, given in its unzoomed px. */
export function visible(layout: Layout, sight: Sight): Range {
  const { columns, rows, tops, title } = layout;
  return {
    rows: within(tops, (at) => rows[at]?.height ?? 0, sight.top - AROUND, sight.top + sight.height + AROUND),
    columns: within(columns.lefts, (at) => columns.widths[at] ?? 0, sight.left - AROUND, sight.left + sight.width - title + AROUND),
  };
}

export const sameRange = (one: Range, other: Range): boolean =>
  one.rows[0] === other.rows[0] && one.rows[1] === other.rows[1] && one.columns[0] === other.columns[0] && one.columns[1] === other.columns[1];

/** Return how far to scroll so that a box can be seen beside the sticky title and head. */
export function scrollTo(box: { x: number; y: number; w: number; h: number }, layout: Layout, sight: Sight): { left: number; top: number } {
  const [roomX, roomY] = [sight.width - layout.title, sight.height - layout.head.height];
  let { left, top } = sight;
  if (box.x < left || box.w > roomX) left = box.x - 12;
  else if (box.x + box.w > left + roomX) left = box.x + box.w - roomX + 12;
  if (box.y - layout.head.height < top || box.h > roomY) top = box.y - layout.head.height - 8;
  else if (box.y + box.h > top + sight.height) top = box.y + box.h - sight.height + 12;
  return { left: Math.max(0, left), top: Math.max(0, top) };
}
