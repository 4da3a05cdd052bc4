import { expect, test, vi } from "vitest";
import { choosable, findLanes, laneKind } from "../src/maps/lanes";
import { copyBlock, pasteTable } from "../src/maps/model/clipboard";
import { readMap } from "../src/maps/model/reading";
import { treeOf } from "../src/maps/model/tree";
import { bands, nextPoint } from "../src/maps/model/curve";
import { undoManager } from "../src/maps/model/undo";
import { whenOver } from "../src/maps/undoing";
import { addCard, addLane } from "../src/maps/model/cards";
import { fromText, isMeasured, readFigure, retyped, shortForm, typedForm } from "../src/maps/model/typing";
import type { Card } from "../src/maps/model/types";
import { shop } from "./world";
import { speak } from "./speaking";

speak();

test.each([
  ["9.4%", { value: 0.094, unit: "share" }],
  ["9,4 %", { value: 0.094, unit: "share" }],
  ["€ 12.50", { value: 12.5, unit: "money", currency: "EUR" }],
  ["1 200 zł", { value: 1200, unit: "money", currency: "PLN" }],
  ["12 EUR", { value: 12, unit: "money", currency: "EUR" }],
  ["3 min", { value: 180, unit: "seconds" }],
  ["1.5 godz.", { value: 5400, unit: "seconds" }],
  ["+31 pts", { value: 31, unit: "points" }],
  ["−0,5", { value: -0.5, unit: "count" }],
  ["1,234", { value: 1234, unit: "count" }],
  ["1,234.5", { value: 1234.5, unit: "count" }],
  ["1.234.567", { value: 1234567, unit: "count" }],
  ["250 people", { value: 250, unit: "persons" }],
])("%s is read as a number with its unit", (typed, read) => expect(readFigure(typed)).toEqual(read));

test.each(["", "twelve", "12 lamps", "Q3 2026", "$ 12 %", "-"])("“%s” is no number", (typed) => expect(readFigure(typed)).toBeNull());

test("a number without a unit keeps the one there was, and reads back as it was shown", () => {
  expect(readFigure("9.5", { unit: "share" })).toEqual({ value: 0.095, unit: "share" });
  for (const [unit, value] of [["share", 0.094], ["seconds", 5400], ["seconds", 7], ["count", -1234.5]] as const) expect(readFigure(typedForm({ unit }, value), { unit })).toEqual({ value, unit });
});

test.each([
  ["share", 0.59797297, "59.8 %"], ["share", 0.0945, "9.45 %"], ["share", 0.0000123456, "0.00123 %"], ["count", 1234.5678, "1,234.6"], ["score", -1 / 3, "−0.333"], ["count", 0, "0"],
  ["seconds", 183_742.331, "2.13 d"], ["seconds", 5400, "90 min"], ["seconds", 95, "95 s"], ["seconds", 4.25, "4.25 s"],
] as const)("a field shows a %s of %f as %s, while a copy has every digit", (unit, value, shown) => {
  expect(shortForm({ unit }, value)).toBe(shown);
  expect(readFigure(typedForm({ unit }, value), { unit })?.value).toBeCloseTo(value, 6);
});

test("the guess of a template is no measured number, and what somebody types instead has no word of it", () => {
  const guess = { value: 0.3, unit: "score", definition: "A guess to start from; replace it with what people say." } as const;
  expect([isMeasured(guess), isMeasured({ ...guess, n: 12 }), isMeasured({ value: 1, unit: "count", source: "SQL" })]).toEqual([false, true, true]);
  expect(retyped(guess, { value: 0.5, unit: "score" })).toEqual({ value: 0.5, unit: "score" });
});

test("a lane decides what a text means in it", () => {
  expect(fromText(laneKind("metric"), "Churn: 9.4 %")).toEqual({ text: "Churn", value: { value: 0.094, unit: "share" } });
  expect(fromText(laneKind("metric"), "Churn")).toEqual({ text: "Churn" });
  expect(fromText(laneKind("emotion"), "5")?.value).toEqual({ value: 1, unit: "score" });
  expect(fromText(laneKind("emotion"), "glad")).toBeNull();
  expect(fromText(laneKind("importance"), "7")?.value?.value).toBe(5);
  expect(fromText(laneKind("text"), "12")).toEqual({ text: "12" });
});

test("a range of a spreadsheet over a curve makes points, words are left out, and a copied curve pastes onto itself", () => {
  const edit = shop();
  const curve = addLane(edit, "emotion", "Feelings", "pains");
  const at = { lane: "pains", at: "a1" };
  const first = pasteTable(edit, [["late", "lost"], ["0.5", "-0,4"], ["a note"]], at, readMap(edit.doc).lanes);
  expect(first.refused).toEqual([]);
  const points = (): unknown[] => readMap(edit.doc).cards.filter((one) => one.lane === curve).map((one) => [one.at, one.value?.value, one.text]);
  expect(points()).toEqual([["a1", 0.5, undefined], ["a2", -0.4, undefined]]);
  expect(pasteTable(edit, [["great", "0.9"]], { lane: curve, at: "a1" }, readMap(edit.doc).lanes)).toMatchObject({ refused: ["great"] });
  expect(points()).toEqual([["a1", 0.5, undefined], ["a2", 0.9, undefined]]);
  const { cards, columns, lanes } = readMap(edit.doc);
  const block = copyBlock(cards, treeOf(columns), lanes.filter((one) => one.key === curve), 0, 1, "en");
  expect(block).toEqual([["0.5", "0.9"]]);
  pasteTable(edit, block, { lane: curve, at: "a1" }, lanes);
  expect(points()).toEqual([["a1", 0.5, undefined], ["a2", 0.9, undefined]]);
});

test("a share that rests on people has its interval, and a number typed over a measured one is no longer measured", () => {
  const share = retyped({ value: 0.1, unit: "share" }, { n: 100 });
  expect([share.lo, share.hi]).toEqual([expect.closeTo(0.0552, 4), expect.closeTo(0.1744, 4)]); // by hand: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
  expect(retyped({ value: 0.1, unit: "share", n: 900, lo: 0.08, hi: 0.12, definition: "counted" }, { value: 0.2 })).toEqual({ value: 0.2, unit: "share" });
  expect(retyped({ value: 3, unit: "count", n: 9, lo: 1, hi: 5 }, { as_of: "2026-11-01T00:00:00Z" })).toEqual({ value: 3, unit: "count", n: 9, lo: 1, hi: 5, as_of: "2026-11-01T00:00:00Z" });
});

test("a new point goes on with the curve that has none there, and begins the one as it should be where all have", () => {
  const tree = treeOf(readMap(shop().doc).columns);
  const point = (at: string, persona = "", state = ""): Card => ({ key: at + persona + state, lane: "e", at, value: { value: 0, unit: "score" }, ...(persona ? { persona } : {}), ...(state ? { props: { state } } : {}) });
  const cards = [point("a1"), point("a2")];
  expect(nextPoint(cards, tree, 2)).toEqual({});
  expect(nextPoint(cards, tree, 1, cards[1])).toEqual({ props: { state: "future" } });
  const more = [...cards, point("a1", "", "future"), point("a1", "ann")];
  expect(nextPoint(more, tree, 1, cards[1])).toEqual({ props: { state: "future" } });
  expect(nextPoint([...more, point("a2", "", "future")], tree, 1, cards[1])).toEqual({ persona: "ann" });
});

test("points of one column share its height, the upper one above", () => {
  const scale = { low: -1, high: 1, height: 100 };
  expect(bands([-1, 1], scale, 200)).toEqual([{ y: 70, h: 129 }, { y: 1, h: 69 }]); // they stand at 120 and 20
  expect(bands([0, 0, 0], scale, 200)).toEqual([{ y: 1, h: 66 }, { y: 67, h: 66 }, { y: 133, h: 66 }]);
});

test("a word with Undo is over as soon as something else is done", () => {
  const edit = shop();
  const undo = undoManager(edit.doc, edit.origin);
  let over = 0;
  addCard(edit, { lane: "notes", at: "b1" }, { text: "x" });
  undo.stopCapturing();
  whenOver(undo, () => (over += 1));
  expect(over).toBe(0);
  addCard(edit, { lane: "notes", at: "b1" }, { text: "y" });
  undo.undo();
  expect(over).toBe(1);
});

test.each([["front", "process/frontstage_people"], ["back stage", "process/backstage_people"], ["visibility", "process"], ["quote", "verbatim"], ["kpi", "metric"], ["image", "storyboard"], ["system", "process/support"], ["risk", "pain_point"], ["emocje", "emotion"], ["citāti", "verbatim"], ["痛點", "pain_point"]])("“%s” finds a lane", (typed, id) => {
  expect(findLanes(choosable(), typed).map((one) => one.id)).toContain(id);
});

test("a lane called that comes before one that only says it", () => expect(findLanes(choosable(), "front")[0]?.id).toBe("process/frontstage_people"));

test("the menu of an element is about that element: its fields first, deleting last", async () => {
  vi.stubGlobal("addEventListener", () => undefined); // the address of a page is listened to
  const { offered } = await import("../src/maps/actions");
  const names = offered("card", () => true).flat().map((one) => one.name);
  expect([names[0], names.at(-1)]).toEqual(["details", "remove"]);
  expect(names.filter((name) => ["about_map", "versions", "personas", "save_template", "add_stage", "undo"].includes(name))).toEqual([]);
  expect(offered("lane", () => true).flat().map((one) => one.name)).toContain("hide_lane");
});
