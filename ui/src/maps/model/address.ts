/** How a map is looked at, as the query of its address: filter, what is hidden and folded, zoom. */

import { FACETS, OPEN, type Facet, type Filter } from "./filter";

export interface Looking {
  filter: Filter;
  hiddenLanes: ReadonlySet<string>;
  foldedLanes: ReadonlySet<string>;
  foldedStages: ReadonlySet<string>;
  speech: string;
  zoom: number;
}

// `persona` and `channel` in an address say whose data are looked at, not which cards.
const NAMES: Record<Facet, string> = { tags: "tag", personas: "for", levels: "evidence", channels: "via" };
const SETS = { hiddenLanes: "hide", foldedLanes: "fold", foldedStages: "folded" } as const;
const PASSING = ["comment", "review"]; // not of a view that is kept
const OURS = ["words", ...Object.values(NAMES), ...Object.values(SETS), "text", "zoom"];

/** Return what a query asks for; whatever it does not name is as on a map just opened. */
export function looking(query: string): Looking {
  const given = new URLSearchParams(query);
  const filter = { ...OPEN, words: given.get("words") ?? "", kept: new Set<string>() };
  for (const facet of FACETS) filter[facet] = given.getAll(NAMES[facet]);
  const zoom = Number(given.get("zoom") ?? 1);
  const set = (name: keyof typeof SETS): Set<string> => new Set(given.getAll(SETS[name]));
  return { filter, hiddenLanes: set("hiddenLanes"), foldedLanes: set("foldedLanes"), foldedStages: set("foldedStages"), speech: given.get("text") ?? "", zoom: zoom >= 0.4 && zoom <= 2 ? zoom : 1 };
}

/** Return what of a query a view keeps. */
export function lasting(query: string): string {
  const kept = new URLSearchParams(query);
  PASSING.forEach((name) => kept.delete(name));
  const text = kept.toString();
  return text && `?${text}`;
}

/** Return a query that asks for that, with what else stood in `before` kept. */
export function asked(state: Looking, before: string): string {
  const query = new URLSearchParams(before);
  OURS.forEach((name) => query.delete(name));
  if (state.filter.words.trim()) query.set("words", state.filter.words);
  for (const facet of FACETS) for (const one of state.filter[facet]) query.append(NAMES[facet], one);
  for (const name of Object.keys(SETS) as (keyof typeof SETS)[]) for (const one of [...state[name]].sort()) query.append(SETS[name], one);
  if (state.speech) query.set("text", state.speech);
  if (state.zoom !== 1) query.set("zoom", String(state.zoom));
  const text = query.toString();
  return text && `?${text}`;
}
