/** Find and replace over every text of a map. */

import * as Y from "yjs";
import { act, type Edit } from "./edit";
import { COLLECTIONS, fields, root, TEXT_FIELDS } from "./reading";
import { rewrite, textOf } from "./text";
import { localised, type Collection, type Text } from "./types";

export interface Hit {
  collection: Collection | "map";
  key: string;
  field: string;
  text: string;
}

/** Return a text without case and accents. */
export const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Return every text that holds the words, accents and case aside. */
export function find(doc: Y.Doc, words: string, locale: string): Hit[] {
  const wanted = folded(words.trim());
  if (!wanted) return [];
  const hits: Hit[] = [];
  const look = (collection: Hit["collection"], key: string, source: Y.Map<unknown>): void => {
    for (const [field, value] of Object.entries(fields(source))) {
      if (!TEXT_FIELDS.has(field)) continue;
      const text = localised(value as Text, locale);
      if (folded(text).includes(wanted)) hits.push({ collection, key, field, text });
    }
  };
  look("map", "", root(doc, "map"));
  for (const name of COLLECTIONS) {
    for (const [key, value] of root(doc, name).entries()) if (value instanceof Y.Map) look(name, key, value);
  }
  return hits;
}

/** Replace the words (case aside, accents kept) in the hits, as one step of undo; return how many texts changed. */
export function replace(edit: Edit, hits: readonly Hit[], words: string, by: string): number {
  const pattern = new RegExp(words.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  let changed = 0;
  act(edit, () => {
    for (const hit of hits) {
      const source = hit.collection === "map" ? root(edit.doc, "map") : root(edit.doc, hit.collection).get(hit.key);
      if (!(source instanceof Y.Map)) continue;
      const text = textOf(source, hit.field, edit.locale);
      const next = text.toString().replace(pattern, () => by);
      if (next !== text.toString()) changed += 1;
      rewrite(text, next);
    }
  });
  return changed;
}
