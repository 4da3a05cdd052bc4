/** The texts of a map in several languages: which are missing in one, and writing them beside the others. */

import * as Y from "yjs";
import { act, type Edit } from "./edit";
import { element, root } from "./reading";
import type { View } from "./store";
import { beside, rewrite, textOf } from "./text";
import { localised, type Text } from "./types";

/** One text of a map, with what it says in the map's own language and in the other one. */
export interface Told {
  collection: "map" | "columns" | "lanes" | "cards" | "personas";
  key: string;
  field: string;
  own: string;
  other: string;
}

/** Return the texts' own language: that of plain strings. */
export const ownLocale = (view: Pick<View, "fields">): string => view.fields.locale || "en";

/** Return what a text says in a language and no other; "" where it does not. */
export function said(text: Text | undefined, locale: string, own: string): string {
  if (text === undefined) return "";
  if (typeof text === "string") return locale === own ? text : "";
  return text[locale] ?? (locale === "zh-TW" ? (text["zh-Hant"] ?? "") : "");
}

/** Return every text of a map in reading order. */
export function textsOf(view: View, locale: string): Told[] {
  const own = ownLocale(view);
  const found: Told[] = [];
  const look = (collection: Told["collection"], key: string, field: string, text: Text | undefined): void => {
    const original = said(text, own, own) || localised(text, own);
    if (original.trim()) found.push({ collection, key, field, own: original, other: said(text, locale, own) });
  };
  for (const field of ["title", "subtitle", "scenario"] as const) look("map", "", field, view.fields[field]);
  for (const column of view.tree.columns) {
    look("columns", column.key, "title", column.title);
    look("columns", column.key, "description", column.description);
  }
  for (const lane of view.lanes) {
    look("lanes", lane.key, "title", lane.title);
    look("lanes", lane.key, "note", lane.note);
    for (const card of view.byLane.get(lane.key) ?? []) {
      if (card.lang) continue; // quotes stay in the language they were said in
      look("cards", card.key, "text", card.text);
      look("cards", card.key, "detail", card.detail);
    }
  }
  for (const persona of view.personas) {
    look("personas", persona.key, "name", persona.name);
    look("personas", persona.key, "description", persona.description);
  }
  return found;
}

/** Write a text in one language and keep the others; an empty one is taken out, so that the own language shows. */
export function translate(edit: Edit, { collection, key, field }: Pick<Told, "collection" | "key" | "field">, own: string, next: string): void {
  const target = collection === "map" ? root(edit.doc, "map") : element(edit.doc, collection, key);
  if (!target) return;
  act(edit, () => {
    const text = textOf(target, field, edit.locale, own);
    rewrite(text, next);
    if (next !== "") return;
    const [inside, name] = [target.get(field), beside(target, field, edit.locale)];
    if (name) target.delete(name);
    else if (inside instanceof Y.Map) for (const [locale, one] of inside.entries()) if (one === text) inside.delete(locale);
  });
}
