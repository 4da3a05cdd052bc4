/** Two people's changes of one board put together: what I changed since we agreed, on what the others made of it. */

import type { Board, Place } from "../lib/api/contract";

export type Content = Pick<Board, "title" | "places" | "arrows">;
type Arrow = Board["arrows"][number];

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const mineOr = <T>(base: T, mine: T, theirs: T): T => (same(base, mine) ? theirs : mine);

/** Return a content with all fields, in one order: the server and the pages leave out different ones. */
const whole = ({ title, places, arrows }: Content): Content => ({
  title,
  places: places.map(({ id, ref = "", text = "", x = 0.5, y = 0.5, level = 0, parent = "" }) => ({ id, ref, text, x, y, level, parent })),
  arrows: arrows.map(({ start, end, text = "" }) => ({ start, end, text })),
});

/** Say whether nothing is to be told. */
export const alike = (one: Content, other: Content): boolean => same(whole(one), whole(other));

/** Put lists of things with keys together; what somebody took off is off, fields that both changed are as I say. */
function lists<T extends object>(keyOf: (one: T) => string, base: readonly T[], mine: readonly T[], theirs: readonly T[]): T[] {
  const by = (list: readonly T[]): Map<string, T> => new Map(list.map((one) => [keyOf(one), one]));
  const [was, here, there] = [by(base), by(mine), by(theirs)];
  const kept = (key: string): boolean => (here.has(key) && (there.has(key) || !was.has(key))) || (there.has(key) && !was.has(key));
  const ordered = (list: readonly T[]): string[] => list.map(keyOf).filter((key) => was.has(key) && here.has(key));
  const moved = !same(ordered(base), ordered(mine));
  const [first, then] = moved ? [here, there] : [there, here];
  const keys = [...new Set([...first.keys(), ...then.keys()])].filter(kept);
  return keys.map((key) => {
    const [one, before, other] = [here.get(key), was.get(key), there.get(key)];
    if (!one || !other || !before) return (one ?? other) as T;
    const fields = new Set([...Object.keys(before), ...Object.keys(one), ...Object.keys(other)]) as Set<keyof T>;
    return Object.fromEntries([...fields].map((field) => [field, mineOr(before[field], one[field], other[field])])) as T;
  });
}

/** Return the board with what I changed from `base` to `mine`, on top of what is now `theirs`. */
export function merged(...given: [base: Content, mine: Content, theirs: Content]): Content {
  const [base, mine, theirs] = given.map(whole) as [Content, Content, Content];
  const places = lists<Place>((one) => one.id, base.places, mine.places, theirs.places);
  const ids = new Set(places.map((one) => one.id));
  const arrows = lists<Arrow>((one) => `${one.start}/${one.end}`, base.arrows, mine.arrows, theirs.arrows);
  return {
    title: mineOr(base.title, mine.title, theirs.title),
    // What hung under a place that somebody took off stays, on its own.
    places: places.map((one) => (one.parent && !ids.has(one.parent) ? { ...one, parent: "" } : one)),
    arrows: arrows.filter((one) => ids.has(one.start) && ids.has(one.end)),
  };
}
