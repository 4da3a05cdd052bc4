/** Personas in order of their hierarchy: each below the one it is part of. */

import type { Item } from "../lib/api/contract";

export interface Rung {
  one: Item;
  depth: number;
}

/** Return every persona once; one with several parents stands below the first. */
export function arranged(list: readonly Item[]): Rung[] {
  const ids = new Set(list.map((one) => one.id));
  const above = (one: Item): string => one.parents.find((id) => ids.has(id)) ?? "";
  const seen = new Set<string>();
  const below = (parent: string, depth: number): Rung[] =>
    list.filter((one) => above(one) === parent && !seen.has(one.id)).flatMap((one) => {
      seen.add(one.id);
      return [{ one, depth }, ...below(one.id, depth + 1)];
    });
  return below("", 0);
}
