import { expect, test } from "vitest";
import { troubles } from "../src/app/troubles";
import { branch, moved, rollUp, without } from "../src/boards/tree";
import type { Item, Place, StickyNote, Summary } from "../src/lib/api/contract";
import { changeOf, draftOf, itemOf, toldOf } from "../src/library/drafts";
import { worth } from "../src/library/kinds";
import { pictureAt } from "../src/maps/pictures";
import { arranged } from "../src/personas/hierarchy";
import { clock } from "../src/workshops/phases";
import { piled } from "../src/workshops/piles";

const place = (id: string, parent = "", ref = ""): Place => ({ id, parent, ref, text: id });
const tree = [place("life"), place("buy", "life", "map:a"), place("use", "life"), place("pay", "buy", "map:b"), place("twice", "use", "map:a"), place("other")];
const map = (id: string, supported: number, of: number, due?: string): Summary => ({ id, trust: { supported, of }, review_due_at: due ?? null }) as Summary;

test("a branch is a place with all below it", () => {
  expect([...branch(tree, "buy")]).toEqual(["buy", "pay"]);
  expect(without(tree, "life").map((one) => one.id)).toEqual(["other"]);
});

test("brothers change places and nobody else", () => {
  expect(moved(tree, "use", -1).map((one) => one.id)).toEqual(["life", "use", "buy", "pay", "twice", "other"]);
  expect(moved(tree, "buy", -1)).toEqual(tree);
});

test("what maps of a branch add up to counts each map once", () => {
  const maps = [map("a", 3, 4, "2026-01-02T00:00:00Z"), map("b", 1, 6, "2026-03-02T00:00:00Z"), map("c", 9, 9)];
  const now = Date.parse("2026-02-01T00:00:00Z");
  expect(rollUp(tree, tree[0]!, maps, now)).toEqual({ maps: 2, supported: 4, of: 10, overdue: 1, due: "2026-01-02T00:00:00Z" });
  expect(rollUp(tree, tree[5]!, maps, now)).toEqual({ maps: 0, supported: 0, of: 0, overdue: 0, due: "" });
});

test("personas stand below the one they are part of, also where parents are gone or go in circles", () => {
  const one = (id: string, ...parents: string[]): Item => ({ id, parents }) as unknown as Item;
  expect(arranged([one("late", "buyers"), one("buyers"), one("lost", "gone")]).map(({ one: item, depth }) => `${item.id}${depth}`)).toEqual(["buyers0", "late1", "lost0"]);
});

test("piles come by their votes, and notes on none first", () => {
  const note = (id: string, pile: string, votes: number | null): StickyNote => ({ id, pile, votes }) as StickyNote;
  const piles = piled([note("1", "Money", 1), note("2", "", 0), note("3", "Time", 2), note("4", "Money", null)], ["New"]);
  expect(piles.map((one) => [one.name, one.notes.length, one.votes])).toEqual([["", 1, 0], ["Time", 1, 2], ["Money", 2, 1], ["New", 0, 0]]);
  expect(piled([note("1", "Money", 1)]).map((one) => one.name)).toEqual(["Money"]);
});

test("pictures of a shared map come through its link, others from where they are", () => {
  expect(pictureAt("/api/v1/attachments/x", "s.1")).toBe("/api/v1/shared/s.1/attachments/x");
  expect(pictureAt("/api/v1/attachments/x", "")).toBe("/api/v1/attachments/x");
  expect(pictureAt("https://example.org/a.png", "s.1")).toBe("https://example.org/a.png");
});

test("more impact for less effort comes first, and a clock shows minutes", () => {
  expect(worth({ impact: 8, effort: 2 })).toBeGreaterThan(worth({ impact: 8, effort: 6 }));
  expect(worth({ impact: 8, effort: 2, confidence: 1 })).toBeLessThan(worth({ impact: 4, effort: 2 }));
  expect([clock(65), clock(600)]).toEqual(["1:05", "10:00"]);
});

test("rows with the same trouble stand together, the commonest first", () => {
  const row = (line: string, field: string, reason: string) => ({ line, field, value: "x", reason, remedy: "Mend it." });
  const found = troubles([row("3", "at", "no time"), row("4", "id", "empty"), row("9", "at", "no time")]);
  expect(found.map((one) => [one.field, one.reason, one.rows.map((each) => each.line)])).toEqual([["at", "no time", ["3", "9"]], ["id", "empty", ["4"]]]);
});

test("what is translated of an item is sent language by language, and what was emptied is taken out", () => {
  const one = { title: "Pay fails", text: "", scores: {}, fields: {}, links: [], tags: [], parents: [], revision: 3, translations: { pl: { title: "Zawodzi", text: "", fields: {} }, lv: { title: "Kļūda", text: "", fields: {} } } } as unknown as Item;
  const draft = draftOf(one, { statuses: ["new"] } as never);
  expect(toldOf(draft, "de")).toEqual({ title: "", text: "", fields: {} });
  const edited = { ...draft, translations: { ...draft.translations, pl: { title: "" }, de: { title: "Fehler", fields: { quote: "", type: "x" } } } };
  expect(changeOf(edited, one)).toMatchObject({ revision: 3, translations: { pl: null, lv: { title: "Kļūda" }, de: { title: "Fehler", fields: { type: "x" } } } });
});

test("a card kept in the library brings what it says in every language", () => {
  const card = { text: { pl: "Zawodzi", en: "Pay fails" }, detail: { pl: "Kasa" } };
  expect(itemOf(card, "pl", "en")).toEqual({ title: "Pay fails", text: "", translations: { pl: { title: "Zawodzi", text: "Kasa", fields: {} } } });
  expect(itemOf({ text: { pl: "Zawodzi", lv: "Neizdodas" } }, "pl", "en")).toEqual({ title: "Zawodzi", text: "", translations: { lv: { title: "Neizdodas", text: "", fields: {} } } });
  expect(itemOf({ text: "Pay fails" }, "pl", "en")).toEqual({ title: "Pay fails", text: "", translations: {} });
});
