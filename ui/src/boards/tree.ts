/** Trees of places: who hangs under whom, in which order, and what the maps of a branch add up to. */

import type { Place, Summary } from "../lib/api/contract";

export interface Sum {
  maps: number;
  supported: number;
  of: number;
  /** Maps whose review was due before now. */
  overdue: number;
  /** When the next review is due; "" = never. */
  due: string;
}

export const childrenOf = (places: readonly Place[], parent: string): Place[] => places.filter((one) => (one.parent ?? "") === parent);

export function branch(places: readonly Place[], id: string): Set<string> {
  const found = new Set([id]);
  for (const one of places) if (found.has(one.parent ?? "")) for (const below of branch(places, one.id)) found.add(below);
  return found;
}

export const added = (places: readonly Place[], one: Place): Place[] => [...places, one];

export function without(places: readonly Place[], id: string): Place[] {
  const gone = branch(places, id);
  return places.filter((one) => !gone.has(one.id));
}

/** Change places with the brother above (-1) or below (1). */
export function moved(places: readonly Place[], id: string, by: -1 | 1): Place[] {
  const one = places.find((place) => place.id === id);
  const brothers = one ? childrenOf(places, one.parent ?? "") : [];
  const other = brothers[brothers.findIndex((place) => place.id === id) + by];
  if (!one || !other) return [...places];
  return places.map((place) => (place.id === one.id ? other : place.id === other.id ? one : place));
}

/** Add up the maps of a branch, each once. */
export function rollUp(places: readonly Place[], top: Place, maps: readonly Summary[], now = Date.now()): Sum {
  const ids = branch(places, top.id);
  const refs = new Set(places.filter((one) => ids.has(one.id)).map((one) => one.ref));
  const mine = maps.filter((one) => refs.has(`map:${one.id}`));
  const due = mine.flatMap((one) => one.review_due_at ?? []).toSorted();
  return {
    maps: mine.length,
    supported: mine.reduce((sum, one) => sum + one.trust.supported, 0),
    of: mine.reduce((sum, one) => sum + one.trust.of, 0),
    overdue: due.filter((when) => new Date(when).getTime() < now).length,
    due: due[0] ?? "",
  };
}
