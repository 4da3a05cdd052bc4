/** Which rows and columns of a large table are near what is seen; the others stand empty, as wide and high as they will be. */

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { Sizes } from "../model/sizes";
import { within } from "../model/window";

const AROUND = 600; // px beyond the edges that stand filled
const NEAR = 200; // px beyond them that must

export interface Seen {
  rows: readonly [number, number];
  columns: readonly [number, number];
}

const covers = (one: readonly [number, number], other: readonly [number, number]): boolean => one[0] <= other[0] && one[1] >= other[1];

/** Return what reaches into sight and so far around it. */
function near(region: HTMLElement, { lefts, widths }: Sizes, around: number): Seen {
  const table = region.querySelector("table");
  const rows = [...(table?.tBodies[0]?.rows ?? [])];
  const tops = rows.map((row) => row.offsetTop + (table?.offsetTop ?? 0));
  const title = (table?.offsetLeft ?? 0) + (table?.rows[0]?.cells[0]?.offsetWidth ?? 0);
  const [left, top] = [region.scrollLeft, region.scrollTop];
  return {
    rows: within(tops, (at) => rows[at]?.offsetHeight ?? 0, top - around, top + region.clientHeight + around),
    columns: within(lefts, (at) => widths[at] ?? 0, left - title - around, left - title + region.clientWidth + around),
  };
}

/** Return what to fill; null for a table that stands as a whole, which needs no sizes. */
export function useSeen(region: RefObject<HTMLElement | null>, sizes: Sizes | null): Seen | null {
  const [seen, setSeen] = useState<Seen>({ rows: [0, -1], columns: [0, -1] });
  const now = useRef(seen);
  const look = useCallback(() => {
    const box = region.current;
    if (!box || !sizes || matchMedia("print").matches) return; // paper has another size, and a table of its own
    const least = near(box, sizes, NEAR);
    if (covers(now.current.rows, least.rows) && covers(now.current.columns, least.columns)) return;
    setSeen((now.current = near(box, sizes, AROUND)));
  }, [region, sizes]);
  useLayoutEffect(look, [look]);
  useEffect(() => {
    const box = region.current;
    if (!box || !sizes) return undefined;
    box.addEventListener("scroll", look, { passive: true });
    const size = new ResizeObserver(look);
    size.observe(box);
    return () => {
      box.removeEventListener("scroll", look);
      size.disconnect();
    };
  }, [region, sizes, look]);
  return sizes && seen;
}
