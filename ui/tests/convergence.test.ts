import { expect, test } from "vitest";
import * as Y from "yjs";
import { addCard, addLane, moveCards, removeCards, removeLanes, stretchCards, writeCard } from "../src/maps/model/cards";
import { addAfter, addColumn, addEdge, mergeColumns, moveColumn, nest, removeColumns, shiftColumn, splitColumn, unnest } from "../src/maps/model/columns";
import { reorder, write, type Edit } from "../src/maps/model/edit";
import { readMap } from "../src/maps/model/reading";
import { translate } from "../src/maps/model/translating";
import { undoManager } from "../src/maps/model/undo";
import { shop } from "./world";

function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function one(edit: Edit, undo: Y.UndoManager, roll: (sides: number) => number): void {
  const value = readMap(edit.doc);
  const pick = (list: readonly { key: string }[]): string => list[roll(list.length)]?.key ?? "none";
  const [column, other, lane, card] = [pick(value.columns), pick(value.columns), pick(value.lanes), pick(value.cards)];
  const edits = [
    () => addColumn(edit, "new", roll(2) ? column : ""), () => addAfter(edit, column, "after"), () => moveColumn(edit, column, roll(2) ? other : "", roll(4)),
    () => shiftColumn(edit, column, 1), () => nest(edit, column), () => unnest(edit, column), () => mergeColumns(edit, column, other),
    () => splitColumn(edit, column), () => value.columns.length > 4 && removeColumns(edit, [column]), () => addEdge(edit, column, other),
    () => addLane(edit, "text", "lane", lane), () => value.lanes.length > 2 && removeLanes(edit, [lane]), () => reorder(edit, "lanes", lane, roll(3)),
    () => addCard(edit, { lane, at: column }, { text: "card" }), () => moveCards(edit, [card], roll(5) - 2, lane), () => stretchCards(edit, [card], roll(5) - 2),
    () => writeCard(edit, card, `text ${roll(100)}`), () => write(edit, "columns", column, "title", `title ${roll(9)}`), () => removeCards(edit, [card]),
    () => undo.undo(), () => undo.redo(),
  ];
  edits[roll(edits.length)]?.();
}

const swap = (from: Y.Doc, to: Y.Doc): void => Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "net");

test.each([1, 2, 3, 4, 5, 6])("four people editing with pauses in the network end with one map (%i)", (seed) => {
  const roll = dice(seed);
  const first = shop();
  const people = [0, 1, 2, 3].map((who): { edit: Edit; undo: Y.UndoManager } => {
    const doc = new Y.Doc();
    doc.clientID = seed * 10 + who + 1;
    swap(first.doc, doc);
    return { edit: { doc, locale: "en", origin: `p${who}` }, undo: undoManager(doc, `p${who}`) };
  });
  for (let turn = 0; turn < 200; turn += 1) {
    const [me, you] = [people[roll(4)], people[roll(4)]];
    if (!me || !you) continue;
    one(me.edit, me.undo, roll);
    if (roll(5) === 0 && me !== you) swap(me.edit.doc, you.edit.doc);
  }
  for (let round = 0; round < 2; round += 1) for (const a of people) for (const b of people) if (a !== b) swap(a.edit.doc, b.edit.doc);
  const maps = people.map((person) => readMap(person.edit.doc));
  for (const map of maps.slice(1)) expect(map).toEqual(maps[0]);
  const keys = new Set(maps[0]?.columns.map((column) => column.key));
  expect(maps[0]?.columns.every((column) => !column.parent || keys.has(column.parent))).toBe(true);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])("people who type a text while others make its first translations lose no letter (%i)", (seed) => {
  const roll = dice(seed);
  const first = shop();
  const docs = [0, 1, 2, 3].map((who) => {
    const doc = new Y.Doc();
    doc.clientID = seed * 10 + who + 1;
    swap(first.doc, doc);
    return doc;
  });
  const where = { collection: "cards", key: "one", field: "text" } as const;
  const text = (doc: Y.Doc): Record<string, string> => { const said = readMap(doc).cards.find((card) => card.key === "one")?.text ?? ""; return typeof said === "string" ? { en: said } : said; };
  const [typed, told] = [["", ""], ["", ""]];
  for (let turn = 0; turn < 60; turn += 1) {
    const who = roll(4);
    const doc = docs[who] as Y.Doc;
    const letter = String.fromCharCode(who % 2 ? 97 + roll(26) : 65 + roll(26));
    if (who < 2) { // two type the text itself, on pages in its own language
      typed[who] += letter;
      write({ doc, locale: "en", origin: who }, "cards", "one", "text", (text(doc).en ?? "") + letter);
    } else { // and each of two others translates it into another language
      const locale = who === 2 ? "pl" : "lv";
      told[who - 2] += letter;
      translate({ doc, locale, origin: who }, where, "en", (text(doc)[locale] ?? "") + letter);
    }
    const other = docs[roll(4)] as Y.Doc;
    if (roll(4) === 0 && other !== doc) swap(doc, other);
  }
  for (let round = 0; round < 2; round += 1) for (const a of docs) for (const b of docs) if (a !== b) swap(a, b);
  for (const doc of docs) {
    const now = text(doc);
    expect(now).toEqual(text(docs[0] as Y.Doc));
    expect([now.pl, now.lv].map((one) => one ?? "")).toEqual(told);
    const own = now.en?.slice("one".length) ?? "";
    expect([...own].toSorted()).toEqual([...typed.join("")].toSorted());
  }
});
