import { beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { speak } from "./speaking";
import { behind, whoIs } from "../src/explore/behind";
import { asCsv } from "../src/explore/saving";
import { extended, lengthOf, quoted, selected } from "../src/explore/selecting";
import { bestPlace, findingOf } from "../src/explore/finding";
import { askedIn, exploreAddress, sent, withField } from "../src/explore/address";
import type { Row } from "../src/charts/table";
import type { Answer, Fields } from "../src/explore/types";
import { accept, bindEvent, unbind } from "../src/maps/live/proposing";
import { monthAfter, months, standing } from "../src/maps/live/months";
import { deviations, Dresser, type Live } from "../src/maps/model/dresser";
import { add, put, type Edit } from "../src/maps/model/edit";
import { Layouter } from "../src/maps/model/layout";
import { loopsOf } from "../src/maps/model/river";
import { MapStore } from "../src/maps/model/store";
import type { Edge, Figure } from "../src/maps/model/types";
import { undoManager } from "../src/maps/model/undo";
import { shop } from "./world";

beforeAll(speak);

const share = (value: number, n = 100): Figure => ({ value, unit: "share", n });
const move = (from: string, to: string, value: number, kind: Edge["kind"] = "next"): Edge => ({ from, to, kind, figures: { share: share(value), count: { value: Math.round(value * 300), unit: "count" } } });

function world(): { doc: Y.Doc; store: MapStore; edit: Edit; leaves: string[] } {
  const edit = shop();
  const store = new MapStore(edit.doc, "en");
  return { doc: edit.doc, store, edit, leaves: store.get().tree.leaves.map((leaf) => leaf.key) };
}

function live(over: Partial<Live>): Live {
  return { version: "1", as_of: "2026-03-01T10:00:00Z", persons: 50, events: 90, periods: [], every: "day", columns: {}, touchpoints: {}, edges: [], cards: {}, trust: null, why: "", ...over };
}

test("the map shows the figures of now, and the document keeps its own", () => {
  const { doc, store, leaves } = world();
  const before = Y.encodeStateAsUpdate(doc);
  const [first = ""] = leaves;
  store.dress(new Dresser(live({ columns: { [first]: { figures: { reach: share(0.42) }, trend: [], channels: {}, newest_at: null } } }), false, false).dress);
  expect(store.get().tree.leaves[0]?.figures?.reach?.value).toBe(0.42);
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  store.dress(null);
  expect(store.get().tree.leaves[0]?.figures?.reach?.value).not.toBe(0.42);
});

test("a new event renews only the lanes whose numbers moved", () => {
  const { store } = world();
  const [card] = [...store.get().cards.values()];
  const data = live({ cards: {} });
  const one = new Dresser(data, false, false);
  store.dress(one.dress);
  const layouter = new Layouter();
  const settings = { title: 184, foldedLanes: new Set<string>(), foldedStages: new Set<string>(), hiddenLanes: new Set<string>() };
  const rows = layouter.lay(store.get(), settings).rows;
  const moved = { ...data, version: "2", cards: { [card?.key ?? ""]: { value: { value: 7, unit: "count" as const, n: 7 }, figures: {}, evidence: { observed: 7 }, level: "observed" as const, stale: false, problem: "" } } };
  store.dress(new Dresser(moved, false, false, one).dress);
  const next = layouter.lay(store.get(), settings).rows;
  const renewed = next.filter((row, at) => row !== rows[at]).map((row) => row.lane.key);
  expect(renewed).toEqual([card?.lane]);
  expect(store.get().cards.get(card?.key ?? "")?.value?.value).toBe(7);
});

test("what a drawn map says of everybody is not said of a selection", () => {
  const { store, edit } = world();
  put(edit, "cards", "one", { figures: { web: share(0.9), app: share(0.1) }, lane: "mix" });
  add(edit, "lanes", { type: "channel", title: "Channels" });
  const lane = store.get().lanes.at(-1)?.key ?? "";
  put(edit, "cards", "one", { lane });
  const card = { value: null, figures: {}, evidence: {}, level: "observed" as const, stale: false, problem: "" };
  const columns = { a1: { figures: {}, trend: [], channels: { app: 3 }, newest_at: null } };
  const view = new Dresser(live({ persons: 3, filters: { channel: "app" }, columns, cards: { one: card } }), false, false).dress({ ...store.get(), fields: { persons: 50, goal_conversion: share(0.2) } });
  expect(view.cards.get("one")?.figures).toMatchObject({ app: { value: 1, n: 3 } });
  expect(view.fields.persons).toBe(3);
  expect(view.fields.goal_conversion).toBeUndefined();
});

test("only what is measured stays when only that is asked for", () => {
  const { store } = world();
  const [card] = [...store.get().cards.values()];
  const measured = { value: null, figures: {}, evidence: { observed: 90, measured: 90, newest_at: "2026-02-28T00:00:00Z" }, level: "measured" as const, stale: false, problem: "" };
  store.dress(new Dresser(live({ cards: Object.fromEntries([...store.get().cards.keys()].map((key) => [key, key === card?.key ? measured : { ...measured, evidence: {}, level: "hypothesis" as const }])) }), true, false).dress);
  expect([...store.get().cards.keys()]).toEqual([card?.key]);
});

test("planned against travelled: on, ahead, back and out add up from the moves that were made", () => {
  const { store, edit, leaves } = world();
  const [a = "", b = "", c = ""] = leaves;
  const out = (from: string, persons: number): Edge => ({ from, kind: "leave", figures: { share: share(persons / 100), persons: { value: persons, unit: "persons" } } });
  const moves = [move(a, b, 0.5), move(a, c, 0.2, "skip"), out(a, 90), move(b, a, 0.25, "branch"), out(b, 25)];
  const found = deviations(store.get(), moves);
  expect(found.get(a)).toEqual({ on: 0.5, skip: 0.2, back: 0, leave: 0.3, n: 300 });
  expect(found.get(b)).toEqual({ on: 0, skip: 0, back: 0.75, leave: 0.25, n: 100 });
  const seen = new Dresser(live({ edges: moves }), false, true).dress(store.get());
  expect(deviations(seen, moves).get(b)?.back).toBe(0.75); // a branch the data show is not a plan
  add(edit, "edges", { from: b, to: a, kind: "loop" });
  const drawn = new Dresser(live({ edges: moves }), false, true).dress(store.get());
  expect(deviations(drawn, moves).get(b)).toMatchObject({ on: 0.75, back: 0 });
});

test("an accepted proposal adds its touchpoint, its step behind another, and one undo takes all of it back", () => {
  const { doc, store, edit, leaves } = world();
  const undo = undoManager(doc, edit.origin);
  const [first = ""] = leaves;
  accept(edit, { id: "p", kind: "step", title: "Search", why: "", n: 9, change: { touchpoints: [{ key: "search", title: "Search", where: { name: ["Search"] } }], columns: [{ key: "step-search", title: "Search", matches: ["search"] }], after: first } });
  const { tree, touchpoints } = store.get();
  expect(touchpoints.find((one) => one.key === "search")?.where).toEqual({ name: ["Search"] });
  expect(tree.leaves[1]?.title).toBe("Search");
  expect(tree.leaves[1]?.matches).toEqual(["search"]);
  undo.undo();
  expect(store.get().tree.leaves.map((leaf) => leaf.key)).toEqual(leaves);
  expect(store.get().touchpoints.some((one) => one.key === "search")).toBe(false);
});

test("an event is bound through the touchpoint that is it already, and unbound again", () => {
  const { store, edit, leaves } = world();
  const column = (): NonNullable<ReturnType<typeof store.get>["tree"]["leaves"][0]> => store.get().tree.index.get(leaves[0] ?? "") ?? { key: "", title: "" };
  const had = column().matches ?? [];
  bindEvent(edit, column(), store.get().touchpoints, { name: ["Look"] }, "Look");
  const [key = ""] = (column().matches ?? []).filter((one) => !had.includes(one));
  const count = store.get().touchpoints.length;
  unbind(edit, column(), key);
  expect(column().matches ?? []).toEqual(had);
  bindEvent(edit, column(), store.get().touchpoints, { name: ["Look"] }, "Look");
  expect(store.get().touchpoints).toHaveLength(count);
  expect(column().matches).toContain(key);
});

test("an address asks the same question again", () => {
  const asked = { analysis: "funnel", fields: { steps: ["Home", "a & b"], window: "7 d" }, like: "posthog", map: "m1" };
  expect(askedIn(exploreAddress(asked))).toEqual(asked);
  expect(askedIn("/explore/funnel?q=%7Bbroken").fields).toEqual({});
});

test("what is blank or as by default is not in the address", () => {
  expect(withField({ window: "7 d" }, { name: "window", default: "14 d" }, "14 d")).toEqual({});
  expect(withField({}, { name: "steps", default: null }, [""])).toEqual({});
  expect(sent({ steps: ["Home", ""], by: "" })).toEqual({ steps: ["Home"] });
});

test("names with signs of the language are kept apart from it", () => {
  expect(selected("Order")).toBe("Order");
  expect(selected("a | b")).toEqual({ name: ["a | b"] });
  expect(quoted("Order placed")).toBe("Order placed");
  expect(quoted("Terms and conditions")).toBe('"Terms and conditions"');
  expect(extended("did Order", "not", "Refund", "")).toBe("did Order and not did Refund");
  expect(extended("", "did", "Order", "2")).toBe("did Order at least 2 times");
  expect(extended("", "trait", "plan", "pro")).toBe("trait plan = pro");
  expect(lengthOf("1.5 h")).toEqual(["1.5", "h"]);
  expect(lengthOf("3 sessions later")).toBeNull();
});

const answer: Answer = {
  id: "a", state: "done", analysis: "funnel", question: {}, progress: 1, rules: { window: "7 d" }, n: 10, as_of: "2026-03-01T00:00:00Z", version: "1", took_ms: 1, explain: "", map_id: "", chart: "funnel", withheld: [], cached: false, problem: "", hint: "",
  tables: {
    figures: { total: 2, columns: ["step", "name", "count", "of_first", "of_previous", "dropped"].map((name) => ({ name, type: name === "name" ? "text" as const : "number" as const })), rows: [[1, "Home", 10, 1, 1, 0], [2, "Order", 4, 0.4, 0.4, 6]] },
    people: { total: 3, columns: [{ name: "person", type: "text" }, { name: "furthest", type: "whole" }], rows: [["ann", 1], ["bob", 2], ["cid", 1]] },
  },
};

test("behind a step stand those who left before it and those who got there", () => {
  const { groups } = behind(answer, "figures", { step: 2 }, false);
  expect(groups).toEqual([{ label: "left before", part: { where: { furthest: 1 } } }, { label: "got here", part: { where: {}, least: { furthest: 2 } } }]);
  expect(behind(answer, "figures", { step: 1 }, false).groups.map((one) => one.label)).toEqual(["got here"]);
});

test("an answer without a list of people is asked for one, or a condition says who they are", () => {
  const { people: _, ...tables } = answer.tables;
  expect(behind({ ...answer, tables, analysis: "retention" }, "cohorts", { cohort: "2026-01-01", bracket: 2 }, true)).toMatchObject({ again: true, groups: [{ part: { where: { cohort: "2026-01-01", back: 2 } } }, {}] });
  const who = (analysis: string, row: Row, question: Fields = {}): string => whoIs({ ...answer, tables, analysis, question }, row);
  expect(who("directly_follows", { from: "Home", to: "Pay in full" })).toBe('did Home then "Pay in full"');
  expect(who("path_tree", { path: "(start) › Home › Cart" })).toBe("did Home then Cart");
  expect(who("variants", { steps: ["Home", "Home", "Cart"] })).toBe("did Home then Cart");
  expect(who("metric", { value: "web" }, { by: "channel" })).toBe("ever channel = web");
  expect(who("drivers", { kind: "trait plan", value: "pro" })).toBe("trait plan = pro");
  expect(who("sankey", { from: "Home", to: "Cart" }, { step: ["page"] })).toBe("");
});

test("what a spreadsheet would run is kept as text in a list of people", () => {
  expect(asCsv([{ id: "=1+1", name: 'An "a"', more: "" }])).toBe('person,name,about\r\n"\'=1+1","An ""a""",""\r\n');
});

test("the finding of a funnel is its largest loss, with n and counts, on the step it happens at", () => {
  const found = findingOf(answer, "");
  expect(found.value).toMatchObject({ value: 0.6, n: 10, numerator: 6, denominator: 10 });
  expect(found.pain).toBe(true);
  expect(bestPlace([{ key: "x", title: "Pay", events: ["Pay"] }, { key: "y", title: "Start", events: ["Start", "Home"] }], found.events)).toBe("y");
});

test("a slider has every month once", () => {
  expect(months("2025-11-20T00:00:00Z", "2026-02-01T10:00:00Z")).toEqual(["2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01"]);
  expect(monthAfter("2025-12-01")).toBe("2026-01-01");
});

test("a month shows the newest version that was kept before it ended", () => {
  const kept = [{ at: "2026-03-02T09:00:00Z" }, { at: "2026-01-05T09:00:00Z" }, { at: "2026-01-30T09:00:00Z" }];
  expect(standing(kept, "2026-02-01")).toBe(kept[2]);
  expect(standing(kept, "2026-01-01")).toBeUndefined();
});

test("while planned is held against travelled, moves nobody planned are arcs over the river", () => {
  const { store, leaves } = world();
  const [a = "", , c = ""] = leaves;
  const data = live({ edges: [move(a, c, 0.4, "skip"), move(a, leaves[1] ?? "", 0.5)] });
  const arcs = (compare: boolean): string[] => {
    const view = new Dresser(data, false, compare).dress(store.get());
    return loopsOf(view.edges, view.tree, []).map((loop) => `${loop.edge.from}>${loop.edge.to ?? ""}`);
  };
  expect(arcs(false)).toEqual([]);
  expect(arcs(true)).toEqual([`${a}>${c}`]);
});
