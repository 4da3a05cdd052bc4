/** A Y.Doc read as a map. Reading is total: whatever concurrent edits left behind, it gives a sound map. */

import * as Y from "yjs";
import { byOrder, type Ordered } from "./order";
import { BESIDE, readText, type Element } from "./text";
import { soundParents, treeOf } from "./tree";
import type { Card, Collection, Column, Edge, MapFields, MapValue, Text } from "./types";

export const TEXT_FIELDS = new Set(["title", "subtitle", "scenario", "text", "detail", "description", "note", "name", "label", "condition"]);
export const COLLECTIONS: readonly Collection[] = ["columns", "lanes", "cards", "personas", "touchpoints", "edges", "paths", "links", "notes"];
const OWN = "en"; // language of a map that does not say its own
const KEYLESS = new Set<Collection>(["edges", "links", "notes"]);

export const root = (doc: Y.Doc, name: Collection | "map"): Y.Map<unknown> => doc.getMap(name);

/** Return the element with a key, or undefined when it is gone or no element. */
export function element(doc: Y.Doc, name: Collection, key: string): Element | undefined {
  const found = root(doc, name).get(key);
  return found instanceof Y.Map ? found : undefined;
}

/** Return a text with a translation that stands beside it. */
function told(source: Element, before: Text | undefined, locale: string, translation: string): Text {
  const own = source.doc?.getMap("map").get("locale");
  const texts: Record<string, string> = typeof before === "object" ? before : before ? { [typeof own === "string" && own ? own : OWN]: before } : {};
  return Object.fromEntries(Object.entries({ ...texts, [locale]: translation }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Return the fields of one element as plain values; `order` is left out. */
export function fields(source: Element): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const beside: [field: string, locale: string, text: string][] = [];
  for (const [name, value] of source.entries()) {
    if (name === "order") continue;
    const [field = "", locale] = name.split(BESIDE);
    if (locale && TEXT_FIELDS.has(field)) beside.push([field, locale, value instanceof Y.Text || typeof value === "string" ? value.toString() : ""]);
    else if (TEXT_FIELDS.has(name)) {
      const text = readText(value);
      if (text !== undefined) found[name] = text;
    } else found[name] = value instanceof Y.AbstractType ? value.toJSON() : value;
  }
  for (const [field, locale, translation] of beside) found[field] = told(source, found[field] as Text | undefined, locale, translation);
  return found;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Return the keys of a collection with their orders, sorted. */
export function ordered(doc: Y.Doc, name: Collection): Ordered[] {
  const found: Ordered[] = [];
  for (const [key, value] of root(doc, name).entries()) {
    if (value instanceof Y.Map) found.push({ key, order: text(value.get("order")) });
  }
  return found.sort(byOrder);
}

/** Return the elements of a collection in order. */
export function readAll<T>(doc: Y.Doc, name: Collection): T[] {
  return ordered(doc, name).map(({ key }) => readOne<T>(doc, name, key)).filter((one) => one !== null);
}

export function readOne<T>(doc: Y.Doc, name: Collection, key: string): T | null {
  const found = element(doc, name, key);
  if (!found) return null;
  return (KEYLESS.has(name) ? fields(found) : { ...fields(found), key }) as T;
}

/** Return the columns in reading order, with parents that hold. */
export function readColumns(doc: Y.Doc): Column[] {
  const given = readAll<Column>(doc, "columns");
  const parents = soundParents(new Map(given.map((one) => [one.key, text(one.parent)])));
  const sound = given.map((one): Column => {
    const { parent: _, ...rest } = one;
    const parent = parents.get(one.key);
    return { ...rest, title: rest.title ?? "", ...(parent ? { parent } : {}) };
  });
  return [...treeOf(sound).columns];
}

export const readFields = (doc: Y.Doc): MapFields => fields(root(doc, "map")) as MapFields;

/** Return the whole map; cards whose lane or column is gone are left out. */
export function readMap(doc: Y.Doc): MapValue {
  const columns = readColumns(doc);
  const known = new Set(columns.map((one) => one.key));
  const lanes = readAll<MapValue["lanes"][number]>(doc, "lanes").map((one) => ({ ...one, title: one.title ?? "", type: text(one.type) }));
  const rows = new Set(lanes.map((one) => one.key));
  const stands = (card: Card): boolean => rows.has(card.lane) && known.has(card.at);
  return {
    ...readFields(doc),
    columns,
    lanes,
    cards: readAll<Card>(doc, "cards").filter(stands).map(({ to, ...card }) => (to && known.has(to) ? { ...card, to } : card)),
    personas: readAll(doc, "personas"),
    touchpoints: readAll(doc, "touchpoints"),
    edges: readAll<Edge>(doc, "edges").filter((edge) => known.has(edge.from) && (edge.to ? known.has(edge.to) : edge.kind === "leave")),
    paths: readAll(doc, "paths"),
    links: readAll(doc, "links"),
    notes: readAll(doc, "notes"),
  };
}
