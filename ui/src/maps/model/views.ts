/** Views people keep on a map: a name and the query that brings them back. Each is a field of its own, so that two people keeping one at once both do. */

import { act, type Edit } from "./edit";
import { newKey } from "./order";
import { root } from "./reading";
import type { MapFields } from "./types";

export interface KeptView {
  key: string;
  name: string;
  query: string;
}

const MARK = "view_";

/** Return the views kept on a map, by name. */
export function viewsOf(fields: MapFields): KeptView[] {
  return Object.entries(fields)
    .flatMap(([field, value]): KeptView[] => {
      const { name, query } = (typeof value === "object" && value !== null ? value : {}) as Partial<KeptView>;
      return field.startsWith(MARK) && typeof name === "string" && typeof query === "string" ? [{ key: field.slice(MARK.length), name, query }] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function keepView(edit: Edit, name: string, query: string): string {
  const key = newKey();
  act(edit, () => root(edit.doc, "map").set(MARK + key, { name, query }));
  return key;
}

export const dropView = (edit: Edit, key: string): void => act(edit, () => root(edit.doc, "map").delete(MARK + key));
