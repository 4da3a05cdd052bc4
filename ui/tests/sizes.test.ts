import { beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { Layouter } from "../src/maps/model/layout";
import { sizesOf } from "../src/maps/model/sizes";
import { MapStore } from "../src/maps/model/store";
import { writeMap } from "../src/maps/model/writing";
import { speak } from "./speaking";
import { bare } from "./world";

const none: ReadonlySet<string> = new Set();

beforeAll(speak);

test("columns of a large table are as wide as their cards say, rows as high as their fullest cell", () => {
  const doc = new Y.Doc();
  writeMap(doc, {
    ...bare,
    columns: [{ key: "a", title: "A" }, { key: "b", title: "B" }, { key: "c", title: "C" }],
    lanes: [{ key: "notes", type: "text", title: "Notes" }, { key: "none", type: "text", title: "None" }],
    cards: [
      { key: "short", lane: "notes", at: "a", text: "ten signs!" },
      { key: "some", lane: "notes", at: "b", text: "x".repeat(30) },
      { key: "long", lane: "notes", at: "c", text: "nine sign ".repeat(10).trim() },
      { key: "more", lane: "notes", at: "c", text: "one" },
    ],
  });
  const view = new MapStore(doc, "en").get();
  const { rows } = new Layouter().lay(view, { title: 184, foldedLanes: none, foldedStages: none, hiddenLanes: none });
  const { lefts, widths, heights } = sizesOf(rows, view.tree);
  // A sign is 7 px wide here (12.5 × 0.56); 22 px stand beside the words. Of 99 signs 48 go into 338 px: three lines.
  expect(widths).toEqual([160, 22 + 210, 360]);
  expect(lefts).toEqual([0, 160, 392]);
  // 14 + (3 lines × 17 + 2 + "guess" 16 + 2 + 13) + (17 + 2 + 16 + 2 + 13)
  expect(heights.get("notes")).toBe(14 + 84 + 50);
  expect(heights.get("none")).toBe(32);
});

test("a river keeps the room it had when its loops go, so that what is below it stays", () => {
  const doc = new Y.Doc();
  const reach = { reach: { value: 0.5, unit: "share" as const } };
  writeMap(doc, {
    ...bare,
    columns: [{ key: "a", title: "A", figures: reach }, { key: "b", title: "B", figures: reach }],
    lanes: [{ key: "path", type: "traffic", title: "P" }, { key: "notes", type: "text", title: "N" }],
  });
  const view = new MapStore(doc, "en").get();
  const loop = { from: "b", to: "a", kind: "loop" as const, figures: { share: { value: 0.4, unit: "share" as const } } };
  const settings = { title: 184, foldedLanes: none, foldedStages: none, hiddenLanes: none };
  const layouter = new Layouter();
  const tops = (edges: (typeof loop)[]): number => layouter.lay({ ...view, edges }, settings).tops[1] ?? 0;
  const [before, with_, after] = [tops([]), tops([loop]), tops([])];
  // 32 px of reach and 22 above it, 6 at the top, 10 below; a loop begins there and takes 32 and 4 more.
  expect(with_ - before).toBe(36);
  expect(after).toBe(with_);
  expect(new Layouter().lay({ ...view, edges: [] }, settings).tops[1]).toBe(before);
});
