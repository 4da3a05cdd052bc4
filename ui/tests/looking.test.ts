import { beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { speak } from "./speaking";
import { asked, lasting, looking } from "../src/maps/model/address";
import { matchedLeaves, otherCurves } from "../src/maps/model/beside";
import { facetsOf, OPEN, passes, shownOf, type Filter } from "../src/maps/model/filter";
import { Layouter, type Settings } from "../src/maps/model/layout";
import { changeLink, link, route, unlink } from "../src/maps/model/links";
import { matrixOf } from "../src/maps/model/matrix";
import { MapStore, type View } from "../src/maps/model/store";
import { strandsHeight, strandsOf } from "../src/maps/model/strands";
import { said, textsOf, translate } from "../src/maps/model/translating";
import { cardSpan, treeOf } from "../src/maps/model/tree";
import { lines, longestWord } from "../src/maps/model/typeset";
import { dropView, keepView, viewsOf } from "../src/maps/model/views";
import { write } from "../src/maps/model/edit";
import { writeMap } from "../src/maps/model/writing";
import { mentioned, offered } from "../src/maps/panels/Saying";
import { cardOf } from "../src/maps/showing";
import { stageOf } from "../src/maps/slide";
import { bare, shop } from "./world";

beforeAll(speak);

const none: ReadonlySet<string> = new Set();
const settings: Settings = { title: 184, foldedLanes: none, foldedStages: none, hiddenLanes: none };

function viewOf(given: Partial<typeof bare>): View {
  const doc = new Y.Doc();
  writeMap(doc, { ...bare, ...given });
  return new MapStore(doc, "en").get();
}

const world = (): View =>
  viewOf({
    columns: [{ key: "a", title: "A" }, { key: "b", title: "B" }],
    personas: [{ key: "ann", name: "Ann" }],
    lanes: [{ key: "pains", type: "pain_point", title: "Pains" }, { key: "notes", type: "text", title: "Notes" }],
    cards: [
      { key: "one", lane: "pains", at: "a", to: "b", text: "Zażółć", props: { tags: ["mobile", "late"] }, evidence: { observed: 2 } },
      { key: "two", lane: "pains", at: "b", text: "two", persona: "ann", channel: "shop", tone: "pain" },
      { key: "three", lane: "notes", at: "a", text: "three", props: { tags: ["late"] }, tone: "good" },
    ],
  });

const filter = (given: Partial<Filter>): Filter => ({ ...OPEN, ...given });

function keys(view: View, given: Partial<Filter>): string[] {
  const lanes = new Map(view.lanes.map((lane) => [lane.key, lane]));
  return [...view.cards.values()].filter((card) => passes(card, lanes.get(card.lane)!, view.scene, filter(given))).map((card) => card.key);
}

test("a filter takes any of what is chosen in a part, and all of its parts", () => {
  const view = world();
  expect(keys(view, { tags: ["late"] })).toEqual(["one", "three"]);
  expect(keys(view, { tags: ["late", "mobile"], levels: ["observed"] })).toEqual(["one"]);
  expect(keys(view, { words: "ZAZOłC" })).toEqual(["one"]);
  expect(keys(view, { channels: ["shop"] })).toEqual(["two"]);
  expect(keys(view, { personas: ["bob"] })).toEqual(["one", "three"]); // what is about everyone is about Bob too
  expect(keys(view, { tags: ["mobile"], kept: new Set(["three"]) })).toEqual(["one", "three"]);
  expect(shownOf(view, filter({ tags: ["late"] }))).toEqual([2, 3]);
  expect(facetsOf(view)).toEqual({ tags: [["late", 2], ["mobile", 1]], personas: [["ann", 1]], levels: [["hypothesis", 2], ["observed", 1]], channels: [["shop", 1]] });
});

test("a filtered layout leaves out lanes of which nothing is left, and is as before without the filter", () => {
  const view = world();
  const layouter = new Layouter();
  const whole = layouter.lay(view, settings);
  const part = layouter.lay(view, { ...settings, filter: filter({ tags: ["mobile"] }) });
  expect(part.rows.map((row) => [row.lane.key, row.places.map((place) => place.card.key)])).toEqual([["pains", ["one"]]]);
  expect(layouter.lay(view, settings).rows.map((row) => row.places.length)).toEqual(whole.rows.map((row) => row.places.length));
});

test("how a map is looked at is in its address and comes back from it", () => {
  const state = { ...looking(""), filter: filter({ words: "pay & go", tags: ["a,b", "c"], levels: ["measured"] }), hiddenLanes: new Set(["x"]), zoom: 0.8, speech: "pl" };
  const query = asked(state, "?view=table&words=old");
  expect(query).toBe("?view=table&words=pay+%26+go&tag=a%2Cb&tag=c&evidence=measured&hide=x&text=pl&zoom=0.8");
  expect(looking(query)).toEqual({ ...state, filter: { ...state.filter, kept: new Set() } });
  expect(asked(looking(""), "")).toBe("");
  expect(looking("?zoom=90").zoom).toBe(1);
  expect(asked({ ...looking(""), filter: filter({ personas: ["ann"], channels: ["shop"] }) }, "?persona=bob&channel=web")).toBe("?persona=bob&channel=web&for=ann&via=shop");
  expect(lasting("?view=matrix&comment=c1")).toBe("?view=matrix");
});

test("two people keeping a view at once both do", () => {
  const [one, other] = [shop(), shop()];
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
  keepView(one, "Pains", "?tag=pain");
  const dropped = keepView(other, "Late", "?tag=late");
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
  const kept = (): string[] => viewsOf(new MapStore(one.doc, "en").get().fields).map((view) => `${view.name} ${view.query}`);
  expect(kept()).toEqual(["Late ?tag=late", "Pains ?tag=pain"]);
  dropView(one, dropped);
  expect(kept()).toEqual(["Pains ?tag=pain"]);
});

test("arrows run down between cards over each other, sideways within a lane, and round the outside else", () => {
  const box = (x: number, y: number) => ({ x, y, w: 100, h: 40 });
  expect(route(box(0, 0), box(0, 100))).toMatchObject({ path: "M50,40L50,96", tip: [50, 99], way: [0, 1] });
  expect(route(box(0, 0), box(200, 10))).toMatchObject({ tip: [199, 30], way: [1, 0] });
  expect(route(box(0, 0), box(200, 100))).toMatchObject({ tip: [199, 120], way: [1, 0], middle: [195, 70] });
  expect(route(box(200, 100), box(0, 0))).toMatchObject({ tip: [101, 20], way: [-1, 0] });
});

test("a pair of cards has one arrow, whichever way it was drawn last", () => {
  const edit = shop();
  const links = () => new MapStore(edit.doc, "en").get().links;
  link(edit, "one", "two");
  link(edit, "two", "one", "needs");
  link(edit, "one", "one");
  changeLink(edit, "one", "two", { label: "first" });
  expect(links()).toEqual([{ from: "two", to: "one", kind: "needs", label: "first" }]);
  unlink(edit, "one", "two");
  expect(links()).toEqual([]);
});

test("a stage shown alone has the cards that reach into it, as far as they do", () => {
  const store = new MapStore(shop().doc, "en");
  const [first, second] = ["a", "b"].map((stage) => stageOf(store.get(), stage));
  const spans = (view: View | undefined): unknown => view?.lanes.map((lane) => (view.byLane.get(lane.key) ?? []).map((card) => [card.key, cardSpan(view.tree, card)]));
  expect(spans(first)).toEqual([[["wide", [1, 1]]], [["one", [0, 0]], ["two", [0, 0]]]]);
  expect(spans(second)).toEqual([[["wide", [0, 0]]]]);
});

test("whom a text is about to call is offered", () => {
  const people = [{ name: "Anna Nowak", email: "an@example.org" }, { name: "Bob", email: "bob@example.org" }].map((one) => ({ ...one, user_id: one.name, role: "editor" as const, created_at: "" }));
  const names = (text: string): string[] => offered(text, people).map((one) => one.name);
  expect([names("Is it @no"), names("@"), names("mail an@example.org "), names("@Anna knows")]).toEqual([["Anna Nowak"], ["Anna Nowak", "Bob"], [], []]);
  expect(mentioned("@anna and @bob@example.org, look", people)).toEqual(["Anna Nowak", "Bob"]);
  const anns = ["Ann Berg", "Ann Lee", "Anna"].map((name) => ({ name, email: `${name.replace(" ", ".")}@example.org`, user_id: name, role: "editor" as const, created_at: "" }));
  expect(["@Ann Lee look", "@Anna?", "@ann", "@Annabel", "(@ann.lee@example.org)"].map((text) => mentioned(text, anns))).toEqual([["Ann Lee"], ["Anna"], ["Ann Berg", "Ann Lee"], [], ["Ann Lee"]]);
});

test("a matrix counts a card in each stage it covers, and once in all", () => {
  const rows = matrixOf(world(), "lanes", () => true);
  expect(rows.map((row) => [row.key, row.cells.map((cell) => [cell.cards.length, cell.pains, cell.good]), row.total])).toEqual([
    ["pains", [[1, 1, 0], [2, 2, 0]], 2],
    ["notes", [[1, 0, 1], [0, 0, 0]], 1],
  ]);
  expect(matrixOf(world(), "tags", () => true).map((row) => [row.key, row.total])).toEqual([["late", 2], ["mobile", 1], ["", 1]]);
  expect(matrixOf(world(), "levels", (card) => card.key !== "one").map((row) => row.key)).toEqual(["hypothesis"]);
});

test("a text is told in another language beside its own, which stays", () => {
  const edit = { ...shop(), locale: "pl", own: "en" };
  const view = () => new MapStore(edit.doc, "pl").get();
  const missing = () => textsOf(view(), "pl").filter((one) => !one.other).map((one) => one.own);
  expect(missing()).toEqual(["T", "A", "A1", "A2", "B", "B1", "B2", "Pains", "wide", "Notes", "one", "two"]);
  translate(edit, { collection: "cards", key: "one", field: "text" }, "en", "jeden");
  write(edit, "cards", "two", "text", "dwa"); // typed on the map
  translate(edit, { collection: "map", key: "", field: "title" }, "en", "Tytuł");
  expect(view().cards.get("one")?.text).toEqual({ en: "one", pl: "jeden" });
  expect(view().cards.get("two")?.text).toEqual({ en: "two", pl: "dwa" });
  expect(missing()).not.toContain("one");
  translate(edit, { collection: "cards", key: "one", field: "text" }, "en", "");
  expect([said(view().cards.get("one")?.text, "pl", "en"), said(view().cards.get("one")?.text, "en", "en")]).toEqual(["", "one"]);
});

test("another map's steps go with those of the same key, then of the same name, then as far along", () => {
  const own = treeOf(["x", "y", "z"].map((key) => ({ key, title: key.toUpperCase() })));
  const other = treeOf([{ key: "x", title: "?" }, { key: "q", title: "z" }, { key: "r", title: "new" }]);
  expect(matchedLeaves(own, other, "en")).toEqual([0, 2, 2]);
  const curve = (values: number[]): View =>
    viewOf({ columns: values.map((_, at) => ({ key: `c${at}`, title: `C${at}` })), lanes: [{ key: "e", type: "emotion", title: "E" }], cards: values.map((value, at) => ({ key: `p${at}`, lane: "e", at: `c${at}`, value: { value, unit: "score" as const } })) });
  const found = otherCurves(curve([0, 0]), curve([0.5, -0.5]), "to be", new Set(["emotion"]));
  expect(found.points.get("emotion")?.map((point) => [point.column, point.value])).toEqual([[0, 0.5], [1, -0.5]]);
});

test("ways between steps that would cross are on levels of their own; a river draws its loops itself", () => {
  const tree = treeOf(["a", "b", "c", "d"].map((key) => ({ key, title: key })));
  const edges = [{ from: "a", to: "c", kind: "branch" as const }, { from: "c", to: "b", kind: "loop" as const }, { from: "c", to: "d", kind: "skip" as const }, { from: "a", to: "b" }];
  const strands = strandsOf(edges, tree, false);
  expect(strands.map((one) => [one.edge.kind, one.level])).toEqual([["loop", 0], ["skip", 0], ["branch", 1]]);
  expect(strandsHeight(strands)).toBe(48);
  expect(strandsOf(edges, tree, true).map((one) => one.edge.kind)).toEqual(["skip", "branch"]);
});

test("lines break after spaces and around Chinese signs, and a word longer than the line is broken", () => {
  // Without a page every sign is 0.56 of its size wide, a Chinese one whole: 12.5 px text.
  expect(lines("aaaa bbbb", "body", 70)).toBe(1);
  expect(lines("aaaa bbbb", "body", 60)).toBe(2);
  expect(lines("a\n\nb", "body", 60)).toBe(3);
  expect(lines("比照片還漂亮", "body", 40)).toBe(2);
  expect(lines("aaaaaaaaaa", "body", 36)).toBe(2);
  expect(longestWord("ab abcd a", "body")).toBeCloseTo(28);
});

test("a card that its lane makes of the data is found while nobody put one there", () => {
  const at = world();
  const lane = { key: "ways", type: "path", title: "Ways" };
  const found = (view: View): unknown => cardOf(view, ":ways:p")?.text;
  const made = { ...at, lanes: [...at.lanes, lane], scene: { ...at.scene, paths: [{ key: "p", title: "Round and round", columns: [at.tree.leaves[0]?.key ?? ""] }] } } as View;
  expect([found(made), found(at), cardOf(made, ":gone:p")]).toEqual(["Round and round", undefined, undefined]);
  expect(found({ ...made, byLane: new Map([["ways", [{ key: "own", lane: "ways", at: "a" }]]]) } as unknown as View)).toBe(undefined);
});
