/** A map written into a Y.Doc: how templates and files become documents, and how elements are added. */

import * as Y from "yjs";
import { newKey, spaced } from "./order";
import { COLLECTIONS, root, TEXT_FIELDS } from "./reading";
import { BESIDE, makeText, type Element } from "./text";
import type { Collection, MapValue, Text } from "./types";

const empty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0);

/** Set one field: texts become Y types, empty values are taken out. */
export function setField(target: Element, name: string, value: unknown): void {
  if (TEXT_FIELDS.has(name)) for (const key of target.keys()) if (key.startsWith(name + BESIDE)) target.delete(key);
  if (empty(value)) {
    if (target.has(name)) target.delete(name);
  } else target.set(name, TEXT_FIELDS.has(name) ? makeText(value as Text) : value);
}

/** Return a new element with those fields. */
export function makeElement(given: object, order: string): Element {
  const made: Element = new Y.Map();
  for (const [name, value] of Object.entries(given)) {
    if (name === "key" || empty(value)) continue;
    made.set(name, TEXT_FIELDS.has(name) ? makeText(value as Text) : value);
  }
  made.set("order", order);
  return made;
}

/** Write a map into an empty document, as one transaction. */
export function writeMap(doc: Y.Doc, value: MapValue): void {
  doc.transact(() => {
    const top = root(doc, "map");
    for (const [name, one] of Object.entries(value)) {
      if (!COLLECTIONS.includes(name as Collection) && name !== "extra") setField(top, name, one);
    }
    for (const name of COLLECTIONS) {
      const list: readonly object[] = value[name];
      const orders = spaced(list.length);
      list.forEach((one, at) => {
        const key = "key" in one && typeof one.key === "string" ? one.key : newKey();
        root(doc, name).set(key, makeElement(one, orders[at] ?? ""));
      });
    }
  });
}
