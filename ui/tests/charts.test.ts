import { miniOf } from "../src/charts/mini";
import { asMini } from "../src/charts/small";
import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { beforeAll, describe, expect, test } from "vitest";
import { speak } from "./speaking";
import { CHARTS, chartsOf } from "../src/charts/charts";
import { forward, layers } from "../src/charts/layering";
import { cut, ticks, wide, type About, type Mark, type Picture } from "../src/charts/picture";
import type { Cell, ColumnType, Table, Tables } from "../src/charts/table";
import { facts, shown } from "../src/charts/words";

beforeAll(() => {
  i18n.setMessagesCompiler(compileMessage); // numbers in sentences are looked at
  speak();
});

const TYPES: Record<string, ColumnType> = { string: "text", number: "number", boolean: "flag", object: "number" };

function table(columns: readonly string[], rows: readonly (readonly Cell[])[], types: Record<string, ColumnType> = {}): Table {
  return { columns: columns.map((name, at) => ({ name, type: types[name] ?? TYPES[typeof rows[0]?.[at]] ?? "text" })), rows };
}

const about: About = { analysis: "", rules: {} };

function draw(name: string, tables: Tables, one = "figures", width = 1000, detail = 0.3): Picture {
  const kind = CHARTS.find((each) => each.name === name);
  if (!kind) throw new Error(`no chart is called ${name}`);
  expect(kind.fits(tables, one, about)).toBe(true);
  return kind.lay(tables, one, { width, detail }, about);
}

const marks = (picture: Picture): readonly Mark[] => picture.parts.flatMap((part) => part.marks);
const boxes = (picture: Picture, key: string): { x: number; y: number; w: number; h: number }[] => picture.parts.filter((part) => part.key === key).flatMap((part) => part.marks).flatMap((mark) => (mark.kind === "box" ? [mark] : []));
const texts = (picture: Picture): string[] => marks(picture).flatMap((mark) => (mark.kind === "text" ? [mark.text] : []));

const FUNNEL = ["step", "name", "count", "of_first", "of_first_low", "of_first_high", "of_previous", "dropped"];
const funnel = table(FUNNEL, [[1, "Home", 200, 1, 0.98, 1, 1, 0], [2, "Product", 150, 0.75, 0.68, 0.8, 0.75, 50], [3, "Order", 30, 0.15, 0.1, 0.2, 0.2, 120]]);

describe("a funnel", () => {
  test("bars are as long as the share of the first step", () => {
    const picture = draw("funnel", { figures: funnel });
    const [whole, first] = boxes(picture, "/1");
    const [, second] = boxes(picture, "/2");
    expect(first?.w).toBe(whole?.w);
    expect(second?.w).toBeCloseTo((whole?.w ?? 0) * 0.75);
  });

  test("the largest loss is named once, in words", () => {
    const picture = draw("funnel", { figures: funnel });
    expect(picture.finding).toContain("120 people (80%)");
    expect(picture.finding).toContain("Order");
    expect(texts(picture).filter((one) => one === "largest loss")).toHaveLength(1);
  });

  test("fewer than thirty at the start are too few for a share", () => {
    const few = table(FUNNEL, [[1, "Home", 12, 1, 0.7, 1, 1, 0], [2, "Product", 6, 0.5, 0.2, 0.8, 0.5, 6]]);
    expect(texts(draw("funnel", { figures: few })).some((one) => one.includes("too few"))).toBe(true);
  });

  test("groups stand side by side, five at most, and it says that there are more", () => {
    const rows = ["a", "b", "c", "d", "e", "f", "g"].flatMap((value) => [[value, 1, "Home", 100, 1, 1, 1, 1, 0], [value, 2, "Order", 50, 0.5, 0.4, 0.6, 0.5, 50]]);
    const picture = draw("funnel", { figures: table(["value", ...FUNNEL], rows) });
    expect(picture.parts.filter((part) => part.spot)).toHaveLength(10);
    expect(picture.note).toContain("2 more values");
  });
});

describe("long labels and many touchpoints", () => {
  const LONG = "An event with a name as long as those that machines write, with every detail of what was clicked where";
  const two = Array.from({ length: 200 }, (_, at) => [`${LONG} ${at}`, 200 - at, (200 - at) / 400, 0, 1]);
  const ranking = table(["value", "count", "share", "low", "high"], two);

  test("no text of a ranking of 200 runs out of its picture, and all can be shown", () => {
    for (const width of [320, 700, 1200]) {
      const picture = draw("bars", { figures: ranking }, "figures", width, 1);
      expect(picture.parts).toHaveLength(200);
      for (const mark of marks(picture)) {
        if (mark.kind !== "text") continue;
        const left = mark.anchor === "end" ? mark.x - wide(mark.text, mark.letter) : mark.x;
        expect(left).toBeGreaterThanOrEqual(-1);
        expect(left + (mark.anchor === "end" ? 0 : wide(mark.text, mark.letter))).toBeLessThanOrEqual(width + 1);
      }
    }
  });

  test("what is cut stands whole in what is told", () => {
    expect(draw("bars", { figures: ranking }).parts[0]?.spot?.title).toBe(`${LONG} 0`);
  });

  test("a process of 200 steps shows few until more is asked for, and its boxes never overlap", () => {
    const nodes = table(["name", "visits", "units", "starts", "ends", "share"], Array.from({ length: 200 }, (_, at) => [`step ${at}`, 900 - at, 900 - at, at === 0 ? 900 : 0, 1, (900 - at) / 1000]));
    const moves = table(["kind", "from", "to", "count", "units"], Array.from({ length: 199 }, (_, at) => ["move", `step ${at}`, `step ${Math.min(199, at + 1 + (at % 5))}`, 500 - at, 500 - at]));
    const tables = { figures: moves, nodes };
    expect(draw("process_map", tables, "figures", 1000, 0).parts.filter((part) => part.key.startsWith("step") && !part.key.includes(">"))).toHaveLength(8);
    const all = draw("process_map", tables, "figures", 1000, 1).parts.filter((part) => !part.key.includes(">")).map((part) => part.marks[0]);
    expect(all).toHaveLength(200);
    for (const [at, one] of all.entries()) for (const other of all.slice(at + 1)) {
      if (one?.kind !== "box" || other?.kind !== "box") continue;
      expect(one.x + one.w <= other.x || other.x + other.w <= one.x || one.y + one.h <= other.y || other.y + other.h <= one.y).toBe(true);
    }
  });

  test("cutting keeps what fits", () => {
    expect(cut("Home", 500)).toBe("Home");
    expect(wide(cut(LONG, 120))).toBeLessThanOrEqual(120);
    expect(cut(LONG, 120).endsWith("…")).toBe(true);
  });
});

describe("each chart by what its table says", () => {
  test("retention: cohorts that are too few or not over are set apart", () => {
    const cohorts = table(["cohort", "size", "bracket", "label", "returned", "share", "low", "high", "complete"], [
      ["2026-01-01T00:00:00Z", 100, 0, "month 0", 100, 1, 1, 1, true], ["2026-01-01T00:00:00Z", 100, 1, "month 1", 20, 0.2, 0.1, 0.3, true],
      ["2026-02-01T00:00:00Z", 9, 0, "month 0", 9, 1, 1, 1, true], ["2026-02-01T00:00:00Z", 9, 1, "month 1", 1, 0.11, 0, 0.4, false],
    ]);
    const picture = draw("retention", { cohorts }, "cohorts");
    expect(texts(picture).filter((one) => one === "too few")).toHaveLength(2);
    expect(texts(picture)).toContain("20%");
  });

  test("lifecycle: who is gone hangs below the line, as far as who is there stands above it", () => {
    const figures = table(["from", "new", "returning", "resurrecting", "dormant", "complete"], [["2026-01-05T00:00:00Z", 10, 20, 10, 40, true]]);
    const [returning, fresh, again, gone] = boxes(draw("lifecycle", { figures }), "2026-01-05T00:00:00Z");
    expect((returning?.h ?? 0) + (fresh?.h ?? 0) + (again?.h ?? 0)).toBeCloseTo(gone?.h ?? -1);
    expect(gone?.y).toBeCloseTo((returning?.y ?? 0) + (returning?.h ?? 0));
  });

  test("sankey: what goes out of a step is never higher than the step, and small steps are put together", () => {
    const nodes = table(["step", "key", "label", "count", "started", "left"], [...Array.from({ length: 30 }, (_, at) => [1, `1_${at}`, `s${at}`, 100 - at, 0, 0]), [2, "2_a", "a", 1000, 0, 0]]);
    const figures = table(["step", "from", "to", "count"], Array.from({ length: 30 }, (_, at) => [1, `1_${at}`, "2_a", 100 - at]));
    const picture = draw("sankey", { figures, nodes });
    expect(picture.parts.filter((part) => part.key.startsWith("1_") && !part.key.includes(">"))).toHaveLength(9);
    expect(texts(picture)).toContain("22 others");
  });

  test("path tree: children stand beside their parent and within its height", () => {
    const figures = table(["node", "parent", "depth", "label", "path", "count", "of_parent", "share"], [[0, null, 0, "Home", "Home", 100, null, 1], [1, 0, 1, "Product", "Home › Product", 60, 0.6, 0.6], [2, 0, 1, "Cart", "Home › Cart", 30, 0.3, 0.3]]);
    const picture = draw("path_tree", { figures });
    const [root, first, second] = ["0", "1", "2"].map((key) => boxes(picture, key)[0]);
    expect(first?.x).toBeGreaterThan(root?.x ?? 0);
    expect((second?.y ?? 0) + (second?.h ?? 0)).toBeLessThan((root?.y ?? 0) + (root?.h ?? 0));
  });

  test("attribution: a bar a model and a value, and few conversions are said to be few", () => {
    const figures = table(["model", "value", "conversions", "share", "low", "high"], [["first", "web", 12, 0.6, 0.4, 0.8], ["first", "app", 8, 0.4, 0.2, 0.6], ["last", "web", 10, 0.5, 0.3, 0.7], ["last", "app", 10, 0.5, 0.3, 0.7]]);
    const picture = draw("attribution", { figures });
    expect(picture.parts.filter((part) => part.spot)).toHaveLength(4);
    expect(picture.note).toContain("20 conversions");
  });

  test("series: points of periods that are not over are hollow", () => {
    const trend = table(["from", "share", "low", "high", "n", "complete"], [["2026-01-01T00:00:00Z", 0.2, 0.1, 0.3, 90, true], ["2026-02-01T00:00:00Z", 0.3, 0.2, 0.4, 90, false]], { from: "time" });
    const dots = marks(draw("series", { trend }, "trend")).flatMap((mark) => (mark.kind === "dot" ? [Boolean(mark.hollow)] : []));
    expect(dots).toEqual([false, true]);
  });

  test("scores: an NPS stands on a scale from −100 to 100", () => {
    const figures = table(["figure", "low", "high", "n"], [[0, -20, 20, 50]]);
    const kind = CHARTS.find((one) => one.name === "scores");
    const picture = kind?.lay({ figures }, "figures", { width: 800, detail: 0 }, { analysis: "metric", rules: { metric: "nps" } });
    const dot = picture && marks(picture).find((mark) => mark.kind === "dot");
    const track = picture && marks(picture).find((mark) => mark.kind === "path" && mark.width === 2);
    const [from, to] = track?.kind === "path" ? [Number(/M([\d.]+)/.exec(track.d)?.[1]), Number(/H([\d.]+)/.exec(track.d)?.[1])] : [0, 0];
    expect(dot?.kind === "dot" && dot.x).toBeCloseTo((from + to) / 2);
  });

  test("before and after: what is more than chance comes first", () => {
    const figures = table(["kind", "what", "unit", "first", "first_n", "second", "second_n", "change", "z", "changed"], [["step", "a", "share", 0.5, 90, 0.52, 90, 0.02, 0.3, false], ["step", "b", "share", 0.5, 90, 0.2, 90, -0.3, -5, true], ["step", "c", "share", 1, 3, 0, 3, -1, -2, false]]);
    const picture = draw("before_after", { figures });
    expect(picture.parts.flatMap((part) => part.spot?.title ?? [])).toEqual(["b", "a"]);
    expect(picture.finding).toContain("1 change");
  });

  test("before and after on a phone: labels stand over their rows, which are drawn over the whole width", () => {
    const figures = table(["what", "unit", "first", "second", "change", "first_n", "second_n", "z", "changed"], [["Home → Order", "share", 0.2, 0.4, 0.2, 100, 100, 4, true], ["Home", "share", 0.4, 0.4, 0, 100, 100, 0, false]]);
    const [row] = draw("before_after", { figures }, "figures", 320).parts.filter((part) => part.spot);
    const [label, line] = row?.marks ?? [];
    expect(label).toMatchObject({ kind: "text", text: "Home → Order", x: 13 });
    expect(line).toMatchObject({ kind: "path", d: expect.stringMatching(/^M124,\d+H240$/) }); // of 232 px from 8 on, for 0 … 40 %
  });

  test("odds: what is more than chance is chosen, and stands from the highest to the lowest beside one", () => {
    const COLUMNS = ["kind", "value", "odds", "odds_low", "odds_high", "holds"];
    const figures = table(COLUMNS, [["trait region", "London", 0.5, 0.25, 0.9, true], ["name", "Search", 4, 2, 8, true], ["page", "/help", 9, 0.9, 9.5, false]]);
    const picture = draw("odds", { figures });
    expect(picture.parts.flatMap((part) => part.spot?.title ?? [])).toEqual(["page: /help", "Search", "region: London"]);
    expect(picture.finding).toContain("2 things");
    expect(texts(picture).slice(0, 6)).toEqual(["×0.2", "×0.5", "×1", "×2", "×5", "×10"]);
    const [none, , search] = [picture.parts[2], picture.parts[5], picture.parts.find((part) => part.spot?.title === "Search")];
    const at = (part: typeof none): number => Math.max(...(part?.marks ?? []).flatMap((mark) => (mark.kind === "dot" ? [mark.x] : mark.kind === "text" && mark.anchor === "middle" ? [mark.x] : [])));
    expect(at(search)).toBeGreaterThan(at(none));
    const wild = draw("odds", { figures: table(COLUMNS, [["name", "Paid", 161_553, 900, 900_000, true]]) });
    expect(texts(wild).slice(0, 4)).toEqual(["×1", "×100", "×10,000", "×1,000,000"]);
  });

  test("one group of journeys is none, and says so", () => {
    const groups = (n: number): Picture => draw("bars", { figures: table(["cluster", "journeys", "share", "low", "high", "apart"], Array.from({ length: n }, (_, at) => [at + 1, 50, 1 / n, 0.1, 1, at ? "more Search" : ""])) });
    expect(groups(1).finding).toContain("no groups");
    expect(groups(2).finding).toBe("");
    expect(groups(2).parts.flatMap((part) => part.spot?.title ?? [])).toEqual(["Group 1", "Group 2: more Search"]);
  });

  test("distribution: one bar a value from zero", () => {
    const lengths = table(["from_s", "to_s", "count"], [[0, 60, 10], [60, 120, 5], [120, 240, 0]]);
    const [first, second] = ["0", "1"].map((key) => boxes(draw("distribution", { lengths }, "lengths"), key)[0]);
    expect(first?.h).toBeCloseTo(2 * (second?.h ?? 0));
  });
});

test("an empty table makes an empty picture, in every chart that takes it", () => {
  for (const columns of [FUNNEL, ["cohort", "bracket", "share", "size"], ["model", "value", "conversions", "share"], ["figure", "low", "high", "n"]]) {
    const figures = table(columns, []);
    for (const { kind } of chartsOf({ figures }, about)) expect(kind.lay({ figures }, "figures", { width: 600, detail: 0.3 }, about).parts).toEqual([]);
  }
});

test("a table is drawn as the first kind that fits it", () => {
  expect(chartsOf({ figures: funnel }, about).map((one) => one.kind.name)).toEqual(["funnel"]);
});

test("steps of an axis are round and reach far enough", () => {
  expect(ticks(0, 95)).toEqual([0, 25, 50, 75, 100]);
  expect(ticks(-20, 30)).toEqual([-20, 0, 20, 40]);
  expect([ticks(0, 1, true), ticks(0, 7, true), ticks(0, 10, true)]).toEqual([[0, 1], [0, 2, 4, 6, 8], [0, 5, 10]]);
});

test("layers follow the way most people go, and what goes back does not move them", () => {
  const names = [{ name: "a", first: 9 }, { name: "b", first: 0 }, { name: "c", first: 0 }];
  const moves = [{ from: "a", to: "b", weight: 9 }, { from: "b", to: "c", weight: 8 }, { from: "c", to: "a", weight: 2 }];
  expect(forward(names, moves)).toEqual(["a", "b", "c"]);
  expect([...layers(names, moves).values()].map((one) => one.layer)).toEqual([0, 1, 2]);
});

test("values are said as what they are", () => {
  const one = table(["name", "share", "low", "high", "median_s", "figure"], [["a", 0.25, 0.2, 0.3, 90, 3]]);
  const columns = Object.fromEntries(one.columns.map((column) => [column.name, column]));
  const plain = table(["name", "share", "low", "high", "median_s"], [["a", 0.25, 0.2, 0.3, 120]]);
  expect(shown(plain, columns.share ?? { name: "", type: "text" }, 0.25)).toBe("25%");
  expect(shown(plain, columns.median_s ?? { name: "", type: "text" }, 120)).toBe("2 min");
  expect(facts(plain, { name: "a", share: 0.25, low: 0.2, high: 0.3, median_s: 120 }, ["name"]).at(-1)).toEqual(["95% interval", "20% – 30%"]);
});

test("a plan: the bar is who comes, the words below who skips, repeats and ends there", () => {
  const figures = table(["step", "name", "reached", "share", "low", "high", "skipped_share", "repeated_share", "ended_share"], [[1, "Home", 80, 0.8, 0.7, 0.9, 0, 0.25, 0.5]]);
  const picture = draw("plan", { figures });
  const [whole, bar] = boxes(picture, "1");
  expect(bar?.w).toBeCloseTo((whole?.w ?? 0) * 0.8);
  expect(texts(picture)).toContain("25% repeat · 50% end here");
});

test("a pinned answer is a few points: a line over time, bars otherwise, and nothing where there is no row of numbers", () => {
  const about = { analysis: "metric", rules: {} };
  const weeks = { figures: { columns: [{ name: "from", type: "time" as const }, { name: "figure", type: "number" as const }, { name: "n", type: "whole" as const }], rows: [["2026-01-05T00:00:00Z", 3, 9], ["2026-01-12T00:00:00Z", null, 0], ["2026-01-19T00:00:00Z", 5, 9]] } };
  const line = miniOf(weeks, about, "2026-01-20T00:00:00Z");
  expect(line).toMatchObject({ shape: "line", unit: "count", as_of: "2026-01-20T00:00:00Z" });
  expect(line?.points.map(([, value]) => value)).toEqual([3, 5]);
  const channels = { figures: { columns: [{ name: "value", type: "text" as const }, { name: "count", type: "whole" as const }, { name: "share", type: "number" as const }], rows: [["web", 3, 0.75], ["app", 1, 0.25]] } };
  expect(miniOf(channels, about, null)).toEqual({ shape: "bars", unit: "share", points: [["web", 0.75], ["app", 0.25]] });
  expect(miniOf({ figures: { columns: [{ name: "n", type: "whole" as const }], rows: [[3]] } }, about, null)).toBeNull();
  expect(asMini(JSON.parse(JSON.stringify(line)))).toEqual(line);
  expect(asMini({ points: [["a", "b"], ["c", 1]] })).toBeNull();
});
