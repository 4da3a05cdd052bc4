/** Commands on cards and lanes. */

import * as Y from "yjs";
import { treeIn } from "./columns";
import { act, add, put, remove, write, type Edit } from "./edit";
import { newKey, orderAt, spaced } from "./order";
import { element, fields, ordered, root } from "./reading";
import { cardSpan, type Tree } from "./tree";
import { makeElement, setField } from "./writing";
import type { Card, Text } from "./types";

export interface Place {
  lane: string;
  at: string;
  to?: string;
}

/** Add a card at a place of the grid and return its key. */
export function addCard(edit: Edit, place: Place, given: Partial<Card> = {}): string {
  return add(edit, "cards", { ...given, ...place });
}

/** Add cards at a place, in order, as one step of undo. */
export function addCards(edit: Edit, place: Place, given: readonly Partial<Card>[]): string[] {
  const list = ordered(edit.doc, "cards");
  const orders = spaced(given.length, list.at(-1)?.order ?? "");
  return act(edit, () =>
    given.map((card, at) => {
      const key = newKey();
      root(edit.doc, "cards").set(key, makeElement({ ...card, ...place }, orders[at] ?? ""));
      return key;
    }),
  );
}

/** Write a card's text; whoever types over a prompt makes it a card of their own. */
export function writeCard(edit: Edit, key: string, text: string): void {
  act(edit, () => {
    const props = element(edit.doc, "cards", key)?.get("props");
    if (props && typeof props === "object" && "prompt" in props) {
      const { prompt: _, ...rest } = props as Record<string, unknown>;
      put(edit, "cards", key, { props: Object.keys(rest).length ? rest : undefined });
    }
    write(edit, "cards", key, "text", text);
  });
}

/** Set fields of several cards that are not text, as one step of undo. */
export const putCards = (edit: Edit, keys: readonly string[], given: object): void => act(edit, () => keys.forEach((key) => put(edit, "cards", key, given)));

/** Set some of what cards wear or hold beside their fields, given what each has now; undefined takes it out. */
export function putProps(edit: Edit, cards: readonly Card[], given: (card: Card) => Record<string, unknown>): void {
  act(edit, () => {
    for (const card of cards) {
      const props = Object.fromEntries(Object.entries({ ...card.props, ...given(card) }).filter(([, value]) => value !== undefined));
      put(edit, "cards", card.key, { props: Object.keys(props).length ? props : undefined });
    }
  });
}

const stand = (card: Y.Map<unknown>, tree: Tree, first: number, last: number): boolean => {
  const [start, end] = [tree.leaves[first]?.key, tree.leaves[last]?.key];
  if (!start || !end || first > last) return false;
  card.set("at", start);
  setField(card, "to", start === end ? "" : end);
  return true;
};

/** Move cards by columns and to another lane, keeping how wide they are; those that would leave the map stay. */
export function moveCards(edit: Edit, keys: readonly string[], by: number, lane?: string): void {
  const tree = treeIn(edit);
  act(edit, () => {
    for (const key of keys) {
      const card = element(edit.doc, "cards", key);
      const span = card && cardSpan(tree, fields(card) as unknown as Card);
      if (!card || !span) continue;
      const shift = Math.max(-span[0], Math.min(by, tree.leaves.length - 1 - span[1]));
      if (shift !== 0) stand(card, tree, span[0] + shift, span[1] + shift);
      if (lane && card.get("lane") !== lane) card.set("lane", lane);
    }
  });
}

/** Make cards reach further or less far to the right (or, with `edge` "start", to the left). */
export function stretchCards(edit: Edit, keys: readonly string[], by: number, edge: "start" | "end" = "end"): void {
  const tree = treeIn(edit);
  act(edit, () => {
    for (const key of keys) {
      const card = element(edit.doc, "cards", key);
      const span = card && cardSpan(tree, fields(card) as unknown as Card);
      if (!card || !span) continue;
      if (edge === "end") stand(card, tree, span[0], Math.max(span[0], Math.min(span[1] + by, tree.leaves.length - 1)));
      else stand(card, tree, Math.min(span[1], Math.max(0, span[0] + by)), span[1]);
    }
  });
}

/** Put a card before or after another of the same cell. */
export function stackCard(edit: Edit, key: string, by: 1 | -1, cell: readonly string[]): void {
  const at = cell.indexOf(key);
  const other = cell[at + by];
  const target = element(edit.doc, "cards", key);
  if (!other || !target) return;
  const list = ordered(edit.doc, "cards").filter((one) => one.key !== key);
  const place = list.findIndex((one) => one.key === other);
  act(edit, () => target.set("order", orderAt(list, by > 0 ? place + 1 : place)));
}

export function duplicateCards(edit: Edit, keys: readonly string[]): string[] {
  return act(edit, () =>
    keys.flatMap((key) => {
      const card = element(edit.doc, "cards", key);
      return card ? [add(edit, "cards", fields(card))] : [];
    }),
  );
}

export const removeCards = (edit: Edit, keys: readonly string[]): void => remove(edit, "cards", keys);

/** Add a lane below another one (at the end by default) and return its key. */
export function addLane(edit: Edit, type: string, title: Text, after?: string, role = ""): string {
  const list = ordered(edit.doc, "lanes");
  const at = after ? list.findIndex((one) => one.key === after) + 1 : list.length;
  return add(edit, "lanes", { type, title, role }, at);
}

/** Delete lanes. Their cards stay in the document unseen until undo brings the lane back. */
export const removeLanes = (edit: Edit, keys: readonly string[]): void => remove(edit, "lanes", keys);

/** Delete a persona; lanes and cards that were hers are everybody's. */
export function removePersona(edit: Edit, key: string): void {
  act(edit, () => {
    for (const name of ["lanes", "cards"] as const) {
      for (const value of root(edit.doc, name).values()) {
        if (value instanceof Y.Map && value.get("persona") === key) value.delete("persona");
      }
    }
    remove(edit, "personas", [key]);
  });
}
