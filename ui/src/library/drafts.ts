/** An item being edited, and what to send of it. */

import type { Item, ItemKind } from "../lib/api/contract";
import { language } from "../lib/i18n";
import { localised, type Card } from "../maps/model/types";

export interface Told {
  title: string;
  text: string;
  fields: Record<string, string>;
}

export interface Draft extends Told {
  status: string;
  owner_id: string;
  tags: string[];
  scores: Record<string, number>;
  links: { url: string; label?: string }[];
  parents: string[];
  translations: Record<string, Partial<Told>>;
}

export const draftOf = (one: Item | null, about: ItemKind): Draft => ({
  title: one?.title ?? "", text: one?.text ?? "", status: one?.status ?? about.statuses[0] ?? "", owner_id: one?.owner_id ?? "", tags: one?.tags ?? [], scores: one?.scores ?? {}, links: one?.links ?? [], parents: one?.parents ?? [], fields: one?.fields ?? {}, translations: one?.translations ?? {},
});

/** Return what a draft says in another language; "" where it says nothing. */
export const toldOf = (draft: Pick<Draft, "translations">, locale: string): Told => ({ title: "", text: "", fields: {}, ...draft.translations[locale] });

const empty = ({ title, text, fields }: Partial<Told>): boolean => !title && !text && !Object.values(fields ?? {}).some(Boolean);

/** Return translations to keep: languages without a word, and fields without one, are none. */
export const kept = (translations: Draft["translations"]): Draft["translations"] =>
  Object.fromEntries(Object.entries(translations).filter(([, one]) => !empty(one)).map(([locale, one]) => [locale, { ...one, fields: Object.fromEntries(Object.entries(one.fields ?? {}).filter(([, text]) => text)) }]));

/** Return what to send: names that were emptied are told as null. */
export function changeOf(draft: Draft, one: Item): object {
  const emptied = <T,>(now: Record<string, T>, was: Record<string, unknown>): Record<string, T | null> => ({ ...Object.fromEntries(Object.keys(was).map((name) => [name, null])), ...now });
  return { ...draft, links: draft.links.filter((link) => link.url), scores: emptied(draft.scores, one.scores), fields: emptied(draft.fields, one.fields), translations: emptied(kept(draft.translations), one.translations), revision: one.revision };
}

/** Return what an item is called in the language of the pages, where it is translated. */
export const titleOf = (one: Pick<Item, "title" | "translations">): string => one.translations[language()]?.title || one.title;

/** Return a card's words as those of an item: in the workspace's language, and in the others it is told in. */
export function itemOf(card: Pick<Card, "text" | "detail">, spoken: string, own: string): { title: string; text: string; translations: Record<string, Partial<Told>> } {
  const each = [card.text, card.detail].map((one) => (typeof one === "object" ? one : {}));
  const locales = [...new Set(each.flatMap((one) => Object.keys(one)))];
  const base = locales.includes(own) ? own : spoken;
  const others = locales.filter((one) => one !== base);
  const [title, text] = [card.text, card.detail].map((one) => (typeof one === "object" && locales.includes(base) ? one[base] : localised(one, base)));
  return { title: title ?? "", text: text ?? "", translations: kept(Object.fromEntries(others.map((one) => [one, { title: each[0]?.[one] ?? "", text: each[1]?.[one] ?? "", fields: {} }]))) };
}
