import { level, supportedBy } from "../src/maps/model/evidence";
import { beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { speak } from "./speaking";
import { addColumn } from "../src/maps/model/columns";
import { writeCard } from "../src/maps/model/cards";
import { put, reorder, writeTop } from "../src/maps/model/edit";
import { seriesOf, smooth, valley } from "../src/maps/model/curve";
import { Layouter, type Layout, type Settings } from "../src/maps/model/layout";
import { boxOf, cellAt, step, type Cell } from "../src/maps/model/moving";
import { loopsOf, reachOf } from "../src/maps/model/river";
import { MapStore } from "../src/maps/model/store";
import { treeOf } from "../src/maps/model/tree";
import { longestWord, textWidth } from "../src/maps/model/typeset";
import { mount, scrollTo, shows, visible, within, type Sight } from "../src/maps/model/window";
import { writeMap } from "../src/maps/model/writing";
import { bare, shop } from "./world";

const none: ReadonlySet<string> = new Set();
const settings: Settings = { title: 184, foldedLanes: none, foldedStages: none, hiddenLanes: none };

beforeAll(speak);

function laid(): { store: MapStore; layout: Layout; edit: ReturnType<typeof shop>; layouter: Layouter } {
  const edit = shop();
  const [store, layouter] = [new MapStore(edit.doc, "en"), new Layouter()];
  return { store, layout: layouter.lay(store.get(), settings), edit, layouter };
}

test("cards of a cell stand below each other, wide ones over their columns, and nothing overlaps", () => {
  const { layout } = laid();
  const [pains, notes] = layout.rows;
  const [one, two] = notes?.places ?? [];
  expect((two?.y ?? 0) - (one?.y ?? 0)).toBeGreaterThanOrEqual(one?.h ?? 0);
  expect([pains?.places[0]?.first, pains?.places[0]?.last]).toEqual([1, 2]);
  expect(pains?.places[0]?.w).toBe((layout.columns.lefts[3] ?? 0) - (layout.columns.lefts[1] ?? 0) - 10);
  for (const row of layout.rows) for (const place of row.places) expect(place.y + place.h).toBeLessThanOrEqual(row.height);
});

test("an edit of a card lays out its own lane only", () => {
  const { store, layout, edit, layouter } = laid();
  writeCard(edit, "one", "other");
  const next = layouter.lay(store.get(), settings);
  expect(next.rows[0]).toBe(layout.rows[0]);
  expect(next.rows[1]).not.toBe(layout.rows[1]);
  expect(store.get().trust).toEqual([0, 3]);
});

test("a title that is typed leaves all lanes alone; another day of the data does not", () => {
  const { store, layout, edit, layouter } = laid();
  writeTop(edit, "title", "Another title");
  expect(layouter.lay(store.get(), settings).rows.map((row, at) => row === layout.rows[at])).not.toContain(false);
  expect(store.get().fields.title).toBe("Another title");
  writeTop(edit, "as_of", "2026-06-30");
  expect(layouter.lay(store.get(), settings).rows[0]).not.toBe(layout.rows[0]);
});

test("what changes a store tells is what a fresh one reads", () => {
  const { store, edit } = laid();
  writeCard(edit, "one", "other");
  put(edit, "cards", "wide", { lane: "notes", evidence: { observed: 3 } });
  reorder(edit, "cards", "two", 0);
  addColumn(edit, "C");
  const [seen, fresh] = [store.get(), new MapStore(edit.doc, "en").get()];
  for (const part of ["fields", "tree", "lanes", "cards", "byLane", "trust"] as const) expect(seen[part], part).toEqual(fresh[part]);
  expect(seen.trust).toEqual([1, 3]);
});

test("arrows go over cards, empty cells, steps, stages and lane titles, and never off the map", () => {
  const { store, layout } = laid();
  const { tree } = store.get();
  const walk = (from: Cell, ...ways: ("left" | "right" | "up" | "down")[]): Cell | null => ways.reduce<Cell | null>((cell, way) => cell && step(layout, tree, cell, way), from);
  const stage: Cell = { kind: "column", key: "a" };
  expect(walk(stage, "down")).toEqual({ kind: "column", key: "a1" });
  expect(walk(stage, "down", "down")).toEqual({ kind: "empty", lane: "pains", column: 0 });
  expect(walk(stage, "down", "down", "right")).toEqual({ kind: "card", key: "wide", column: 1 });
  expect(walk(stage, "down", "down", "right", "right")).toEqual({ kind: "empty", lane: "pains", column: 3 });
  expect(walk(stage, "down", "down", "down", "down")).toEqual({ kind: "card", key: "two", column: 0 });
  expect(walk(stage, "down", "down", "down", "down", "down")).toBeNull();
  expect(walk({ kind: "card", key: "one", column: 0 }, "left", "up", "up")).toEqual(stage);
  expect(walk({ kind: "card", key: "one", column: 0 }, "up", "up", "up", "up")).toBeNull();
});

function big(): Layout {
  const doc = new Y.Doc();
  const columns = Array.from({ length: 250 }, (_, at) => ({ key: `c${at}`, title: `Step ${at}` }));
  const lanes = Array.from({ length: 20 }, (_, at) => ({ key: `l${at}`, type: "text", title: `Lane ${at}` }));
  writeMap(doc, { ...bare, columns, lanes, cards: lanes.flatMap((lane) => columns.map((column) => ({ key: `${lane.key}${column.key}`, lane: lane.key, at: column.key, text: "some words" }))) });
  return new Layouter().lay(new MapStore(doc, "en").get(), settings);
}

test("of a map of any size only what is seen is mounted", () => {
  const starts = Array.from({ length: 1000 }, (_, at) => at * 100);
  expect(within(starts, () => 100, 250, 500)).toEqual([2, 4]);
  expect(within(starts, () => 100, 1e6, 1e6 + 1)).toEqual([0, -1]);
  const layout = big();
  const { rows, columns: seen } = visible(layout, { top: 400, left: 9000, width: 1920, height: 1080 });
  expect((rows[1] - rows[0] + 1) * (seen[1] - seen[0] + 1)).toBeLessThanOrEqual(600);
  expect(seen[0]).toBeGreaterThan(20);
});

test("a cell out of sight is scrolled to, one in sight is left where it is", () => {
  const { store, layout } = laid();
  const box = boxOf(layout, store.get().tree, { kind: "card", key: "wide", column: 1 });
  const sight = { top: 0, left: 0, width: 900, height: 700 };
  expect(box && scrollTo(box, layout, sight)).toEqual({ left: 0, top: 0 });
  expect(box && scrollTo(box, layout, { ...sight, left: 400 }).left).toBe((box?.x ?? 0) - 12);
  expect(cellAt(layout, (box?.x ?? 0) + 3, (box?.y ?? 0) + 3)).toMatchObject({ column: 1 });
});

test("a smooth curve stays between its points", () => {
  expect(smooth([[0, 0], [30, 10], [60, 10]])).toBe("M0,0C10,3.3 20,10 30,10C40,10 50,10 60,10");
  const row = { lane: { key: "l", type: "emotion", title: "" }, cards: [0.5, -0.6, 0.2].map((value, at) => ({ key: `k${at}`, lane: "l", at: `c${at}`, value: { value, unit: "score" as const } })), scene: { locale: "en", fields: {}, personas: new Map(), paths: [] } };
  const tree = treeOf([0, 1, 2].map((at) => ({ key: `c${at}`, title: "" })));
  const [series] = seriesOf(row, tree);
  expect(series && valley(series)?.card.key).toBe("k1");
});

test("the river takes a step's own reach, typed cards before it, and lays loops above each other", () => {
  const share = (value: number) => ({ value, unit: "share" as const });
  const tree = treeOf([1, 0.5, 0.4].map((value, at) => ({ key: `c${at}`, title: "", figures: { reach: share(value), ...(at === 1 ? { drop_off: { value: 10, unit: "points" as const } } : {}) } })));
  const row = { lane: { key: "l", type: "traffic", title: "" }, cards: [{ key: "k", lane: "l", at: "c2", value: share(0.3) }], scene: { locale: "en", fields: {}, personas: new Map(), paths: [] } };
  const reach = reachOf(row, tree);
  expect(reach.map((one) => [one?.figure.value, one?.lost])).toEqual([[1, 0], [0.5, 0.1], [0.3, 0]]);
  const loops = loopsOf([{ from: "c2", to: "c0", kind: "loop", figures: { share: share(0.2) } }, { from: "c2", to: "c1", kind: "loop", figures: { share: share(0.1) } }, { from: "c1", to: "c0", kind: "loop", figures: { share: share(0.01) } }], tree, reach);
  expect(loops.map((one) => one.to)).toEqual([1, 0]);
  expect(loops[1]?.base).toBeGreaterThan(loops[0]?.base ?? 0);
});

test("scrolling mounts more of what it goes to, and nothing new until that is needed", () => {
  const view = big();
  const sight = (left: number, top = 0): Sight => ({ left, top, width: 1200, height: 700 });
  const first = mount(view, sight(0), null);
  expect(mount(view, sight(20), first)).toBe(first);
  const second = mount(view, sight(300), first);
  expect(second.range.columns[1]).toBeGreaterThan(mount(view, sight(300), null).range.columns[1]);
  expect([second.range.rows, shows(view, sight(300), second), shows(view, sight(5000), second)]).toEqual([first.range.rows, true, false]);
  for (let left = 300; left < 420; left += 20) expect(mount(view, sight(left), second)).toBe(second);
  const far = mount(view, sight(9000, 900), second);
  expect(shows(view, sight(9000, 900), far)).toBe(true);
});

test("a stage asks for its longest word, and its band is as high as its title needs, up to three lines", () => {
  const titles = ["Buy", "Uninstallationsanforderungen", "All that happens before anybody has thought of us at all, or of anybody who does what we do", "Pay"];
  const doc = new Y.Doc();
  writeMap(doc, { ...bare, columns: titles.map((title, at) => ({ key: `s${at}`, title })), lanes: [{ key: "notes", type: "text", title: "Notes" }] });
  const { columns, head } = new Layouter().lay(new MapStore(doc, "en").get(), settings);
  expect(columns.widths[0]).toBe(112);
  expect(columns.widths[1]).toBeGreaterThan(longestWord(titles[1] ?? "", "head") + 50);
  expect(columns.widths[2]).toBeLessThan(textWidth(titles[2] ?? "", "head") * 0.6);
  expect(head.bands).toEqual([70]);
});

test("a way that people travelled is as sure as its figures; one drawn by hand is a guess", () => {
  const as_of = "2026-02-01T00:00:00Z";
  const share = { value: 0.5, unit: "share" as const, n: 300, as_of };
  const few = { value: 9, unit: "seconds" as const, n: 4, as_of };
  expect(level(supportedBy({ duration: few, share }), as_of)).toBe("measured");
  expect(level(supportedBy({ duration: few }), as_of)).toBe("observed");
  expect(level(supportedBy(undefined), as_of)).toBe("hypothesis");
});
