import { expect, test } from "vitest";
import * as Y from "yjs";
import { addCard, addLane, duplicateCards, moveCards, removeLanes, removePersona, stackCard, stretchCards, writeCard } from "../src/maps/model/cards";
import { addAfter, addColumn, addEdge, mergeColumns, moveColumn, nest, pasteColumns, removeColumns, shiftColumn, splitColumn, unnest } from "../src/maps/model/columns";
import { add, put, reorder, write, type Edit } from "../src/maps/model/edit";
import { readMap } from "../src/maps/model/reading";
import { changedStacks, undoManager } from "../src/maps/model/undo";
import { bare, shop } from "./world";
import { writeMap } from "../src/maps/model/writing";

const columns = (edit: Edit) => readMap(edit.doc).columns.map((one) => `${one.parent ?? ""}/${one.title}`).join(" ");
const card = (edit: Edit, key: string) => readMap(edit.doc).cards.find((one) => one.key === key);
const span = (edit: Edit, key: string) => [card(edit, key)?.at, card(edit, key)?.to];

test("a written map reads back as it was", () => {
  const value = { ...bare, title: { en: "T", pl: "M" }, cards: [], columns: [{ key: "x", title: "X", figures: { reach: { value: 0.5, unit: "share" as const } } }] };
  const doc = new Y.Doc();
  writeMap(doc, value);
  expect(readMap(doc)).toEqual(value);
});

test("steps are added at a place, and after another", () => {
  const edit = shop();
  addColumn(edit, "A0", "a", 0);
  addAfter(edit, "a1", "A1b");
  addAfter(edit, "b", "C");
  expect(columns(edit)).toBe("/A a/A0 a/A1 a/A1b a/A2 /B b/B1 b/B2 /C");
});

test("a step moves within its stage, over its edge, and with the stage", () => {
  const edit = shop();
  shiftColumn(edit, "a1", 1);
  expect(columns(edit)).toBe("/A a/A2 a/A1 /B b/B1 b/B2");
  shiftColumn(edit, "a1", 1);
  expect(columns(edit)).toBe("/A a/A2 /B b/A1 b/B1 b/B2");
  shiftColumn(edit, "b", -1);
  expect(columns(edit)).toBe("/B b/A1 b/B1 b/B2 /A a/A2");
  expect(moveColumn(edit, "b", "b1", 0)).toBe(false);
  expect(shiftColumn(edit, "b", -1)).toBe(false);
});

test("columns nest and come out again", () => {
  const edit = shop();
  nest(edit, "a2");
  expect(columns(edit)).toBe("/A a/A1 a1/A1 a1/A2 /B b/B1 b/B2");
  expect(card(edit, "one")?.at).not.toBe("a1"); // stands on the step made for it
  unnest(edit, "a2");
  expect(columns(edit)).toBe("/A a/A1 a/A2 /B b/B1 b/B2"); // the step made for the cards of A1 goes with it
  expect(card(edit, "one")?.at).toBe("a1");
  unnest(edit, "b1");
  expect(columns(edit)).toBe("/A a/A1 a/A2 /B b/B2 /B1");
});

test("merging keeps cards and moves of both, splitting widens what reached up to it", () => {
  const edit = shop();
  const loop = addEdge(edit, "b2", "a2");
  const next = addEdge(edit, "a1", "a2");
  mergeColumns(edit, "a1", "a2");
  expect(span(edit, "wide")).toEqual(["a1", "b1"]);
  expect(columns(edit)).toBe("/A a/A1, A2 /B b/B1 b/B2");
  expect(readMap(edit.doc).edges).toEqual([{ from: "b2", to: "a1", kind: "loop" }]);
  expect([loop, next].every((key) => /^[0-9a-z]{10}$/.test(key))).toBe(true);
  const half = splitColumn(edit, "b1");
  expect(span(edit, "wide")).toEqual(["a1", half]);
});

test("merged steps keep both names in every language, and a step merged with its own half has its name once", () => {
  const edit = shop();
  const pay = addColumn(edit, { en: "Pay", pl: "Płacę" }, "b");
  mergeColumns(edit, "b2", pay);
  expect(readMap(edit.doc).columns.find((one) => one.key === "b2")?.title).toEqual({ en: "B2, Pay", pl: "B2, Płacę" });
  mergeColumns(edit, "b1", splitColumn(edit, "b1"));
  expect(columns(edit)).toContain("b/B1 ");
});

test("deleting a stage shrinks wide cards, hides inner ones, and undo brings all back", () => {
  const edit = shop();
  const undo = undoManager(edit.doc, edit.origin);
  const before = readMap(edit.doc);
  removeColumns(edit, ["a"]);
  expect(columns(edit)).toBe("/B b/B1 b/B2");
  expect(span(edit, "wide")).toEqual(["b1", undefined]);
  expect(card(edit, "one")).toBeUndefined();
  undo.undo();
  expect(readMap(edit.doc)).toEqual(before);
});

test("cards move, stretch and stay on the map", () => {
  const edit = shop();
  moveCards(edit, ["wide"], 5, "notes");
  expect(span(edit, "wide")).toEqual(["b1", "b2"]);
  expect(card(edit, "wide")?.lane).toBe("notes");
  stretchCards(edit, ["wide"], -4);
  expect(span(edit, "wide")).toEqual(["b1", undefined]);
  stretchCards(edit, ["wide"], -2, "start");
  expect(span(edit, "wide")).toEqual(["a1", "b1"]);
});

test("cards of a cell change places, and copies follow at the end", () => {
  const edit = shop();
  stackCard(edit, "two", -1, ["one", "two"]);
  const copies = duplicateCards(edit, ["two"]);
  expect(readMap(edit.doc).cards.map((one) => one.text)).toEqual(["wide", "two", "one", "two"]);
  expect(copies).toHaveLength(1);
});

test("typing over a prompt makes it a card of one's own", () => {
  const edit = shop();
  const key = addCard(edit, { lane: "notes", at: "b1" }, { text: { en: "What?", pl: "Co?" }, props: { prompt: true } });
  writeCard({ ...edit, locale: "pl" }, key, "To");
  expect(card(edit, key)).toMatchObject({ text: { en: "What?", pl: "To" } });
  expect(card(edit, key)?.props).toBeUndefined();
});

test("lanes are added below, moved, and their cards come back with them", () => {
  const edit = shop();
  const undo = undoManager(edit.doc, edit.origin);
  addLane(edit, "text", "Middle", "pains");
  undo.stopCapturing();
  removeLanes(edit, ["notes"]);
  expect(readMap(edit.doc).lanes.map((one) => one.title)).toEqual(["Pains", "Middle"]);
  expect(readMap(edit.doc).cards).toHaveLength(1);
  undo.undo();
  expect(readMap(edit.doc).cards).toHaveLength(3);
  reorder(edit, "lanes", "notes", 0);
  expect(readMap(edit.doc).lanes[0]?.key).toBe("notes");
});

test("undo takes back only one's own edits", () => {
  const edit = shop();
  const other: Edit = { ...edit, origin: "you" };
  const undo = undoManager(edit.doc, edit.origin);
  write(edit, "cards", "one", "text", "mine");
  write(other, "cards", "two", "text", "yours");
  undo.undo();
  expect([card(edit, "one")?.text, card(edit, "two")?.text]).toEqual(["one", "yours"]);
  undo.redo();
  expect(card(edit, "one")?.text).toBe("mine");
});

test("a persona that goes leaves her lanes to everybody", () => {
  const edit = shop();
  const anna = add(edit, "personas", { name: "Anna" });
  put(edit, "lanes", "pains", { persona: anna });
  removePersona(edit, anna);
  expect(readMap(edit.doc).personas).toEqual([]);
  expect(readMap(edit.doc).lanes[0]?.persona).toBeUndefined();
});

test("a list becomes stages with steps", () => {
  const edit = shop();
  removeColumns(edit, ["a", "b"]);
  pasteColumns(edit, ["Discover", "  Search", "- Compare", "", "Buy"]);
  expect(readMap(edit.doc).columns.map((one) => [one.title, Boolean(one.parent)])).toEqual([["Discover", false], ["Search", true], ["Compare", true], ["Buy", false]]);
});

test("undo and redo say when there is something to take back, of one's own only", () => {
  const edit = shop();
  const undo = undoManager(edit.doc, edit.origin);
  const seen: string[] = [];
  const stop = changedStacks(undo, () => seen.push(`${undo.canUndo()} ${undo.canRedo()}`));
  writeCard({ ...edit, origin: "somebody else" }, "one", "theirs");
  expect(seen).toEqual([]);
  writeCard(edit, "two", "mine");
  undo.undo();
  undo.redo();
  expect([...new Set(seen)]).toEqual(["true false", "false true"]);
  expect(seen.at(-1)).toBe("true false");
  stop();
  undo.undo();
  expect(seen.at(-1)).toBe("true false");
});
