/** A proposal from the data, and what accepting it does to the document. */

import { addAfter, addColumn } from "../model/columns";
import { act, add, put, type Edit } from "../model/edit";
import { newKey, orderAt } from "../model/order";
import { element, ordered, readOne, root } from "../model/reading";
import { makeElement } from "../model/writing";
import type { Column, Edge, Touchpoint } from "../model/types";

export interface Proposal {
  id: string;
  kind: "touchpoint" | "step" | "edge" | "match";
  title: string;
  why: string;
  n: number;
  change: { touchpoints?: readonly Touchpoint[]; columns?: readonly (Partial<Column> & { key: string })[]; edges?: readonly Edge[]; after?: string };
}

/** Do what a proposal says, as one step of undo; what is there already is kept and added to. */
export function accept(edit: Edit, { change }: Proposal): void {
  act(edit, () => {
    for (const { key, ...given } of change.touchpoints ?? []) if (!element(edit.doc, "touchpoints", key)) keyed(edit, key, given);
    for (const column of change.columns ?? []) takeColumn(edit, column, change.after ?? "");
    for (const edge of change.edges ?? []) add(edit, "edges", edge);
  });
}

/** Add a touchpoint under a key of its own choosing. */
function keyed(edit: Edit, key: string, given: object): void {
  const list = ordered(edit.doc, "touchpoints");
  root(edit.doc, "touchpoints").set(key, makeElement(given, orderAt(list, list.length)));
}

function takeColumn(edit: Edit, { key, title = "", matches = [] }: Partial<Column> & { key: string }, after: string): void {
  const there = readOne<Column>(edit.doc, "columns", key);
  const made = there ? key : after && element(edit.doc, "columns", after) ? addAfter(edit, after, title) : addColumn(edit, title);
  put(edit, "columns", made, { matches: [...new Set([...(there?.matches ?? []), ...matches])] });
}

/** Say that events of a name belong to a column: through a touchpoint that is them already, else through a new one. */
export function bindEvent(edit: Edit, column: Column, touchpoints: readonly Touchpoint[], where: Record<string, string[]>, title: string): void {
  const same = touchpoints.find((one) => JSON.stringify(one.where) === JSON.stringify(where));
  act(edit, () => {
    const key = same?.key ?? newKey();
    if (!same) keyed(edit, key, { title, where });
    put(edit, "columns", column.key, { matches: [...new Set([...(column.matches ?? []), key])] });
  });
}

export const unbind = (edit: Edit, column: Column, key: string): void => put(edit, "columns", column.key, { matches: (column.matches ?? []).filter((one) => one !== key) });
