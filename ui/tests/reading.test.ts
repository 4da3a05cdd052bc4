import { expect, test } from "vitest";
import * as Y from "yjs";
import { copyBlock, fromTsv, listOf, pasteTable, toTsv } from "../src/maps/model/clipboard";
import { find, replace } from "../src/maps/model/finding";
import { between, spaced } from "../src/maps/model/order";
import { element, readColumns, readMap } from "../src/maps/model/reading";
import { rewrite } from "../src/maps/model/text";
import { treeOf } from "../src/maps/model/tree";
import { shop } from "./world";

test("between two orders there is always another", () => {
  let [low, high] = ["", ""];
  for (let turn = 0; turn < 300; turn += 1) {
    const middle = between(low, high);
    expect(low < middle && (!high || middle < high)).toBe(true);
    expect(middle.endsWith("0")).toBe(false);
    if (turn % 3) low = middle;
    else high = middle;
  }
  const list = spaced(500);
  expect([...list].sort()).toEqual(list);
  expect(new Set(list).size).toBe(500);
  expect(Math.max(...list.map((one) => one.length))).toBeLessThanOrEqual(2);
});

test("missing parents make stages, and the smallest key of a cycle does", () => {
  const { doc } = shop();
  element(doc, "columns", "a1")?.set("parent", "gone");
  element(doc, "columns", "b")?.set("parent", "b2");
  const found = readColumns(doc).map((one) => `${one.parent ?? ""}/${one.key}`).sort();
  expect(found).toEqual(["/a", "/a1", "/b", "a/a2", "b/b1", "b/b2"]);
});

test("whatever is in a document, reading gives a map", () => {
  const { doc } = shop();
  doc.getMap("cards").set("junk", 7);
  doc.getMap("lanes").set("odd", new Y.Map([["strange", 1]]));
  element(doc, "cards", "one")?.set("at", "nowhere");
  const value = readMap(doc);
  expect(value.cards.map((one) => one.key)).toEqual(["wide", "two"]);
  expect(value.lanes.find((one) => one.key === "odd")).toEqual({ key: "odd", strange: 1, title: "", type: "" });
});

test("a text is rewritten by its one change, never through a character", () => {
  const text = new Y.Doc().getText();
  text.insert(0, "a😀b");
  let deltas: unknown[] = [];
  text.observe((event) => (deltas = event.delta));
  rewrite(text, "a😁b");
  expect(text.toString()).toBe("a😁b");
  rewrite(text, "a😁bc");
  expect(deltas).toEqual([{ retain: 4 }, { insert: "c" }]);
});

test("cells go to a spreadsheet and come back", () => {
  const table = [["plain", 'say "hi"'], ["two\nlines", ""]];
  expect(fromTsv(toTsv(table))).toEqual(table);
  expect(fromTsv("a\tb\r\nc\td\r\n")).toEqual([["a", "b"], ["c", "d"]]);
  expect(listOf("- one\n2) two\n")).toEqual(["one", "two"]);
  expect(listOf("one")).toBeNull();
});

test("a block is copied by where its cards begin, and pasted elsewhere", () => {
  const edit = shop();
  const tree = treeOf(readColumns(edit.doc));
  const block = copyBlock(readMap(edit.doc).cards, tree, readMap(edit.doc).lanes, 0, 1, "en");
  expect(block).toEqual([["", "wide"], ["one\ntwo", ""]]);
  pasteTable(edit, block, { lane: "pains", at: "b2" }, readMap(edit.doc).lanes);
  const made = readMap(edit.doc).cards.filter((one) => one.at === "b2").map((one) => [one.lane, one.text]);
  expect(made).toEqual([["notes", "one"], ["notes", "two"]]); // "wide" would fall off the map
});

test("words are found whatever their accents and replaced everywhere", () => {
  const edit = shop();
  element(edit.doc, "cards", "one")?.set("text", new Y.Text("Płatność ONE, one"));
  const hits = find(edit.doc, "one", "en");
  expect(hits.map((one) => one.key)).toEqual(["one"]);
  expect(find(edit.doc, "platnosc", "en")).toHaveLength(0); // ł is a letter of its own
  expect(find(edit.doc, "płatnosc", "en")).toHaveLength(1);
  expect(replace(edit, hits, "one", "$1")).toBe(1);
  expect(readMap(edit.doc).cards.find((one) => one.key === "one")?.text).toBe("Płatność $1, $1");
});
