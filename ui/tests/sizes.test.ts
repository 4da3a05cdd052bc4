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
