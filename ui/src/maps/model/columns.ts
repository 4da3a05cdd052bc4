/** Commands on stages and steps. */

import * as Y from "yjs";
import { act, add, put, type Edit } from "./edit";
import { orderAt, type Ordered } from "./order";
import { element, fields, ordered, readColumns, root } from "./reading";
import { rewrite, textOf } from "./text";
import { cardSpan, treeOf, type Tree } from "./tree";
import { makeElement, setField } from "./writing";
import { newKey } from "./order";
import { localised, type Column, type Text } from "./types";

export const treeIn = (edit: Edit): Tree => treeOf(readColumns(edit.doc));

const siblings = (edit: Edit, parent: string): Ordered[] => {
  const inside = new Set((treeIn(edit).children.get(parent) ?? []).map((one) => one.key));
  return ordered(edit.doc, "columns").filter((one) => inside.has(one.key));
};

/** Add a column among the children of `parent` ("" = a stage) at a place, at the end by default; return its key. */
export function addColumn(edit: Edit, title: Text, parent = "", index = Infinity): string {
  const list = siblings(edit, parent);
  const key = newKey();
  const order = orderAt(list, Math.min(index, list.length));
  act(edit, () => {
    root(edit.doc, "columns").set(key, makeElement({ title, parent }, order));
    if (parent && list.length === 0) adopt(edit, parent, key);
  });
  return key;
}

/** Cards that stood on a step stand on its first inner step once it has one, so that they stay where they were. */
function adopt(edit: Edit, parent: string, child: string): void {
  for (const value of root(edit.doc, "cards").values()) {
    if (!(value instanceof Y.Map)) continue;
    if (value.get("at") === parent && !value.get("to")) value.set("at", child);
  }
}

/** Add a column right after another one, on the same level. */
export function addAfter(edit: Edit, key: string, title: Text, before = false): string {
  const column = treeIn(edit).index.get(key);
  const parent = column?.parent ?? "";
  const at = siblings(edit, parent).findIndex((one) => one.key === key);
  return addColumn(edit, title, parent, before ? at : at + 1);
}

/** Move a column, with all inside it, to a place among the children of `parent`; into itself is refused. */
export function moveColumn(edit: Edit, key: string, parent: string, index: number): boolean {
  const target = element(edit.doc, "columns", key);
  const tree = treeIn(edit);
  for (let at = parent; at; at = tree.index.get(at)?.parent ?? "") if (at === key) return false;
  if (!target || (parent && !tree.index.has(parent))) return false;
  const others = siblings(edit, parent).filter((one) => one.key !== key);
  act(edit, () => {
    setField(target, "parent", parent);
    target.set("order", orderAt(others, Math.max(0, Math.min(index, others.length))));
  });
  return true;
}

/** Move a column one place among its siblings; at the edge of a stage a step goes over into the neighbour. */
export function shiftColumn(edit: Edit, key: string, by: 1 | -1): boolean {
  const tree = treeIn(edit);
  const parent = tree.index.get(key)?.parent ?? "";
  const list = tree.children.get(parent) ?? [];
  const at = list.findIndex((one) => one.key === key);
  if (at + by >= 0 && at + by < list.length) return moveColumn(edit, key, parent, at + by);
  if (!parent) return false;
  const uncles = tree.children.get(tree.index.get(parent)?.parent ?? "") ?? [];
  const next = uncles[uncles.findIndex((one) => one.key === parent) + by];
  return next ? moveColumn(edit, key, next.key, by > 0 ? 0 : Infinity) : false;
}

/** Make a column the last inner step of the one before it. */
export function nest(edit: Edit, key: string): boolean {
  const tree = treeIn(edit);
  const list = tree.children.get(tree.index.get(key)?.parent ?? "") ?? [];
  const before = list[list.findIndex((one) => one.key === key) - 1];
  if (!before) return false;
  const first = (tree.children.get(before.key) ?? []).length === 0;
  return act(edit, () => {
    if (first) addColumn(edit, before.title, before.key); // its cards get a step of their own
    return moveColumn(edit, key, before.key, Infinity);
  });
}

/** Take a column out of its parent: it stands right after it. */
export function unnest(edit: Edit, key: string): boolean {
  const tree = treeIn(edit);
  const parent = tree.index.get(tree.index.get(key)?.parent ?? "");
  if (!parent) return false;
  const uncles = tree.children.get(parent.parent ?? "") ?? [];
  return act(edit, () => {
    const done = moveColumn(edit, key, parent.parent ?? "", uncles.indexOf(parent) + 1);
    const [twin, ...more] = treeIn(edit).children.get(parent.key) ?? [];
    // Nesting gave the parent an inner step of its own name: taking out what was nested takes that back too.
    if (done && twin && more.length === 0 && same(twin.title, parent.title)) mergeColumns(edit, parent.key, twin.key);
    return done;
  });
}

/** Add another text to a text of a column, in each language that either has; one that says nothing new adds nothing. */
function join(edit: Edit, column: Column, field: "title" | "description", other: Text | undefined, between: string): void {
  const target = element(edit.doc, "columns", column.key);
  const one = column[field];
  const own = String(root(edit.doc, "map").get("locale") || "en");
  const languages = [one, other].flatMap((text) => (text !== null && typeof text === "object" ? Object.keys(text) : text ? [own] : []));
  for (const language of target ? new Set(languages) : []) {
    const [a, b] = [localised(one, language), localised(other, language)];
    const both = a.split(between).includes(b) ? a : [a, b].filter(Boolean).join(between);
    if (target && both !== a) rewrite(textOf(target, field, language, own), both);
  }
}

/** Put everything of column `other` into column `key`: its name, cards, inner steps, what it matches, moves to and from it. */
export function mergeColumns(edit: Edit, key: string, other: string): boolean {
  const tree = treeIn(edit);
  const [kept, gone] = [tree.index.get(key), tree.index.get(other)];
  if (!kept || !gone || key === other) return false;
  act(edit, () => {
    for (const child of tree.children.get(other) ?? []) moveColumn(edit, child.key, key, Infinity);
    for (const value of root(edit.doc, "cards").values()) {
      if (!(value instanceof Y.Map)) continue;
      for (const end of ["at", "to"]) if (value.get(end) === other) value.set(end, key);
      if (value.get("to") === value.get("at")) value.delete("to");
    }
    repoint(edit, other, key);
    join(edit, kept, "title", gone.title, ", ");
    join(edit, kept, "description", gone.description, "\n");
    put(edit, "columns", key, {
      matches: [...new Set([...(kept.matches ?? []), ...(gone.matches ?? [])])],
      moment_of_truth: Boolean(kept.moment_of_truth ?? gone.moment_of_truth),
    });
    root(edit.doc, "columns").delete(other);
  });
  return true;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function repoint(edit: Edit, from: string, to: string): void {
  for (const [key, value] of root(edit.doc, "edges").entries()) {
    if (!(value instanceof Y.Map)) continue;
    for (const end of ["from", "to"]) if (value.get(end) === from) value.set(end, to);
    if (value.get("from") === value.get("to") && value.get("kind") !== "loop") root(edit.doc, "edges").delete(key);
  }
}

/** Cut a step in two: the new half follows it, and cards that reached up to it reach over both. */
export function splitColumn(edit: Edit, key: string, title?: Text): string {
  const source = element(edit.doc, "columns", key);
  if (!source) return "";
  return act(edit, () => {
    const made = addAfter(edit, key, title ?? (fields(source).title as Text | undefined) ?? "");
    for (const value of root(edit.doc, "cards").values()) {
      if (!(value instanceof Y.Map) || value.get("to") !== key) continue;
      value.set("to", made);
    }
    return made;
  });
}

/** Delete columns with all inside them. Cards that reach beyond shrink; those wholly inside stay unseen until undo. */
export function removeColumns(edit: Edit, keys: readonly string[]): void {
  const tree = treeIn(edit);
  const gone = new Set<string>();
  const take = (key: string): void => {
    gone.add(key);
    for (const child of tree.children.get(key) ?? []) take(child.key);
  };
  keys.forEach(take);
  const left = tree.leaves.map((one) => !gone.has(one.key));
  act(edit, () => {
    for (const value of root(edit.doc, "cards").values()) if (value instanceof Y.Map) shrink(value, tree, left, gone);
    for (const [key, value] of root(edit.doc, "edges").entries()) {
      if (value instanceof Y.Map && [value.get("from"), value.get("to")].some((end) => gone.has(String(end)))) {
        root(edit.doc, "edges").delete(key);
      }
    }
    gone.forEach((key) => root(edit.doc, "columns").delete(key));
  });
}

function shrink(card: Y.Map<unknown>, tree: Tree, left: readonly boolean[], gone: ReadonlySet<string>): void {
  const at = String(card.get("at"));
  const to = String(card.get("to") ?? "");
  if (!gone.has(at) && !gone.has(to)) return;
  const span = cardSpan(tree, { at, to });
  if (!span) return;
  let [first, last] = span;
  while (first <= last && !left[first]) first += 1;
  while (last >= first && !left[last]) last -= 1;
  const [start, end] = [tree.leaves[first]?.key, tree.leaves[last]?.key];
  if (first > last || !start || !end) return;
  card.set("at", start);
  setField(card, "to", start === end ? "" : end);
}

/** Return the columns of a plain list, one a line; indented lines are steps of the stage above. */
export function pasteColumns(edit: Edit, lines: readonly string[]): string[] {
  return act(edit, () => {
    let stage = "";
    return lines.filter((line) => line.trim()).map((line) => {
      const inner = /^(\t| {2,}|[-*•] )/.test(line) && stage !== "";
      const key = addColumn(edit, line.replace(/^[\s\-*•]+/, "").trim(), inner ? stage : "");
      if (!inner) stage = key;
      return key;
    });
  });
}


/** Say that people go from one column to another: forward, back (a loop), past some, or out. */
export function addEdge(edit: Edit, from: string, to: string): string {
  const tree = treeIn(edit);
  const [a, b] = [tree.span.get(from)?.[0] ?? 0, tree.span.get(to)?.[0] ?? 0];
  const kind = !to ? "leave" : b <= a ? "loop" : b - a > 1 ? "branch" : "next";
  return add(edit, "edges", { from, to, kind });
}
