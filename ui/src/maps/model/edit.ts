/** What every command needs: the document, the language texts are typed in, and who does it (for undo). */

import * as Y from "yjs";
import { newKey, orderAt } from "./order";
import { element, ordered, root } from "./reading";
import { rewrite, textOf } from "./text";
import { makeElement, setField } from "./writing";
import type { Collection } from "./types";

export interface Edit {
  doc: Y.Doc;
  locale: string;
  /** Language of plain texts, while typing in another one: what is typed stands beside them. */
  own?: string;
  origin: unknown;
}

export const act = <T>(edit: Edit, work: () => T): T => edit.doc.transact(work, edit.origin) as T;

/** Add an element before place `index` of its collection (at the end by default) and return its key. */
export function add(edit: Edit, name: Collection, given: object, index = Infinity): string {
  const key = newKey();
  const list = ordered(edit.doc, name);
  act(edit, () => root(edit.doc, name).set(key, makeElement(given, orderAt(list, Math.min(index, list.length)))));
  return key;
}

/** Set fields of an element that are not text; an empty value takes the field out. */
export function put(edit: Edit, name: Collection, key: string, given: object): void {
  const target = element(edit.doc, name, key);
  if (!target) return;
  act(edit, () => {
    for (const [field, value] of Object.entries(given)) {
      if (JSON.stringify(target.get(field)) !== JSON.stringify(value)) setField(target, field, value);
    }
  });
}

/** Make a text field say `next`, keeping what others type in it. */
export function write(edit: Edit, name: Collection, key: string, field: string, next: string): void {
  const target = element(edit.doc, name, key);
  if (!target) return;
  act(edit, () => rewrite(textOf(target, field, edit.locale, edit.own), next));
}

/** The same for the map's own title, subtitle and scenario. */
export function writeTop(edit: Edit, field: string, next: string): void {
  act(edit, () => rewrite(textOf(root(edit.doc, "map"), field, edit.locale, edit.own), next));
}

export function putTop(edit: Edit, given: object): void {
  act(edit, () => {
    for (const [field, value] of Object.entries(given)) setField(root(edit.doc, "map"), field, value);
  });
}

export function remove(edit: Edit, name: Collection, keys: readonly string[]): void {
  act(edit, () => keys.forEach((key) => root(edit.doc, name).delete(key)));
}

/** Move an element before place `index` among the others of its collection. */
export function reorder(edit: Edit, name: Collection, key: string, index: number): void {
  const others = ordered(edit.doc, name).filter((one) => one.key !== key);
  const target = element(edit.doc, name, key);
  if (target) act(edit, () => target.set("order", orderAt(others, Math.max(0, Math.min(index, others.length)))));
}
