/** Which cards are shown: by words, tags, persona, evidence and channel. */

import { level } from "./evidence";
import type { Scene } from "./face";
import { folded } from "./finding";
import type { View } from "./store";
import { localised, type Card, type Lane } from "./types";

export interface Filter {
  words: string;
  tags: readonly string[];
  personas: readonly string[];
  levels: readonly string[];
  channels: readonly string[];
  /** Cards made or moved since: they stay in sight although they may not fit. */
  kept: ReadonlySet<string>;
}

export type Facet = "tags" | "personas" | "levels" | "channels";

export const FACETS: readonly Facet[] = ["tags", "personas", "levels", "channels"];
export const OPEN: Filter = { words: "", tags: [], personas: [], levels: [], channels: [], kept: new Set() };

export const isOn = (filter: Filter): boolean => filter.words.trim() !== "" || FACETS.some((facet) => filter[facet].length > 0);

/** Return the tags of a card, which its `props` hold. */
export const tagsOf = (card: Card): readonly string[] => {
  const found = card.props?.tags;
  return Array.isArray(found) ? found.filter((one): one is string => typeof one === "string" && one !== "") : NONE;
};

const NONE: readonly string[] = [];

/** Return the channels of a card: its own, and those of its mix. */
const channelsOf = (card: Card): string[] =>
  [card.channel ?? "", ...Object.entries(card.figures ?? {}).flatMap(([name, one]) => (one.unit === "share" ? [name] : []))].filter(Boolean);

const wordsOf = (card: Card, locale: string): string =>
  [localised(card.text, locale), localised(card.detail, locale), card.channel, card.owner, card.status, card.origin, ...tagsOf(card)].filter(Boolean).join(" ");

/** Say whether a card is shown: it fits every part of the filter, and in each part any of what was chosen. */
export function passes(card: Card, lane: Lane, scene: Scene, filter: Filter): boolean {
  if (filter.kept.has(card.key)) return true;
  const persona = card.persona || lane.persona || "";
  // What is about everyone is about each of them.
  if (filter.personas.length && persona && !filter.personas.includes(persona)) return false;
  if (filter.levels.length && !filter.levels.includes(level(card.evidence, scene.fields.as_of))) return false;
  if (filter.tags.length && !tagsOf(card).some((tag) => filter.tags.includes(tag))) return false;
  if (filter.channels.length && !channelsOf(card).some((one) => filter.channels.includes(one))) return false;
  return filter.words.trim() === "" || folded(wordsOf(card, scene.locale)).includes(folded(filter.words.trim()));
}

/** Return what can be chosen in each part, with how many cards each has, most first. */
export function facetsOf(view: View): Record<Facet, [string, number][]> {
  const counts: Record<Facet, Map<string, number>> = { tags: new Map(), personas: new Map(), levels: new Map(), channels: new Map() };
  const count = (facet: Facet, name: string): void => void (name && counts[facet].set(name, (counts[facet].get(name) ?? 0) + 1));
  const lanes = new Map(view.lanes.map((lane) => [lane.key, lane]));
  for (const card of view.cards.values()) {
    tagsOf(card).forEach((tag) => count("tags", tag));
    count("personas", card.persona || lanes.get(card.lane)?.persona || "");
    count("levels", level(card.evidence, view.scene.fields.as_of));
    count("channels", card.channel ?? "");
  }
  const ranked = (facet: Facet): [string, number][] => [...counts[facet]].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return { tags: ranked("tags"), personas: ranked("personas"), levels: ranked("levels"), channels: ranked("channels") };
}

/** Return how many cards of a map are shown, and how many it has. */
export function shownOf(view: View, filter: Filter): [number, number] {
  let shown = 0;
  const lanes = new Map(view.lanes.map((lane) => [lane.key, lane]));
  for (const card of view.cards.values()) {
    const lane = lanes.get(card.lane);
    if (lane && passes(card, lane, view.scene, filter)) shown += 1;
  }
  return [shown, view.cards.size];
}
