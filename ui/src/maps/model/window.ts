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

const NEAR = 40; // px beyond the edges that must be there soon
const AROUND = 80; // px that are mounted on every side
const AHEAD = 160; // px where one scrolls to: few large steps cost a browser far less than many small ones

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

/** What was mounted, for which sight, scrolled from where. */
export interface Mounted {
  range: Range;
  sight: Sight;
  from: Sight;
}

/** Return what reaches into a sight of the map, given in its unzoomed px, and so far beyond its edges. */
export function visible(layout: Layout, sight: Sight, [left, right, up, down]: readonly [number, number, number, number] = [AROUND, AROUND, AROUND, AROUND]): Range {
  const { columns, rows, tops, title } = layout;
  return {
    rows: within(tops, (at) => rows[at]?.height ?? 0, sight.top - up, sight.top + sight.height + down),
    columns: within(columns.lefts, (at) => columns.widths[at] ?? 0, sight.left - left, sight.left + sight.width - title + right),
  };
}

const same = (one: Range, other: Range): boolean =>
  one.rows[0] === other.rows[0] && one.rows[1] === other.rows[1] && one.columns[0] === other.columns[0] && one.columns[1] === other.columns[1];

const covers = (one: readonly [number, number], other: readonly [number, number]): boolean => other[1] < other[0] || (one[0] <= other[0] && one[1] >= other[1]);

/** Return what to mount for a sight: what is mounted for as long as that will do, else more of what one scrolls to. */
export function mount(layout: Layout, sight: Sight, kept: Mounted | null): Mounted {
  if (kept) {
    const again = around(layout, kept.sight, kept.from); // the map may be another one since
    const near = visible(layout, sight, [NEAR, NEAR, NEAR, NEAR]);
    if (covers(again.columns, near.columns) && covers(again.rows, near.rows)) return same(again, kept.range) ? kept : { ...kept, range: again };
  }
  const from = kept?.sight ?? sight;
  return { range: around(layout, sight, from), sight, from };
}

function around(layout: Layout, sight: Sight, from: Sight): Range {
  const toward = (moved: number): [number, number] => [moved < 0 ? AHEAD : AROUND, moved > 0 ? AHEAD : AROUND];
  return visible(layout, sight, [...toward(sight.left - from.left), ...toward(sight.top - from.top)]);
}

/** Say whether all that can be seen is mounted. */
export function shows(layout: Layout, sight: Sight, { range }: Mounted): boolean {
  const seen = visible(layout, sight, [0, 0, 0, 0]);
  return covers(range.columns, seen.columns) && covers(range.rows, seen.rows);
}

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
