/** Cards that come from elsewhere go to a lane that takes them. */

import { beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { pinNumber } from "../src/explore/pinning";
import type { Editor } from "../src/maps/editor";
import { putOnMap } from "../src/maps/live/putting";
import { MapStore } from "../src/maps/model/store";
import type { Column } from "../src/maps/model/types";
import { writeMap } from "../src/maps/model/writing";
import type { MapSession } from "../src/maps/session";
import { speak } from "./speaking";
import { bare } from "./world";

beforeAll(speak);

const STEP: Column = { key: "a", title: "A", figures: { conversion: { value: 0.5, unit: "share" } } };

/** A map with two lanes of metrics, the first of which shows the numbers of the steps; `filled` has a card. */
function world(lanes: readonly string[], filled: readonly string[]): { editor: Editor; session: MapSession; laneOf: (key: string) => string } {
  const doc = new Y.Doc();
  writeMap(doc, { ...bare, columns: [STEP], lanes: lanes.map((key) => ({ key, type: "metric", title: key })), cards: filled.map((lane) => ({ key: `own-${lane}`, lane, at: "a", text: "NPS" })) });
  const store = new MapStore(doc, "en");
  const edit = { doc, locale: "en", origin: "me" };
  const session = { store, edit } as unknown as MapSession;
  return { editor: { get view() { return store.get(); }, edit } as unknown as Editor, session, laneOf: (key) => store.get().cards.get(key)?.lane ?? "" };
}

const figure = { value: 0.4, unit: "share" as const, n: 30 };

test("a number is put beside cards, not on a lane whose cells are computed", () => {
  const { editor, laneOf } = world(["computed", "own"], ["own"]);
  expect(laneOf(putOnMap(editor, STEP, "conversion", figure))).toBe("own");
});

test("a lane is made where every lane of numbers is computed, and the next number joins it", () => {
  const { editor, session, laneOf } = world(["computed"], []);
  const first = laneOf(putOnMap(editor, STEP, "conversion", figure));
  expect(first).not.toBe("computed");
  expect(editor.view.lanes.find((one) => one.key === first)).toMatchObject({ type: "metric", title: "Numbers" });
  expect(laneOf(pinNumber(session, "a", "Buyers", figure, "e"))).toBe(first);
  expect(editor.view.byLane.get("computed") ?? []).toEqual([]);
});

test("a loss goes to the first lane of pain points, which are never computed", () => {
  const { editor, laneOf } = world([], []);
  const lane = laneOf(putOnMap(editor, STEP, "drop_off", figure));
  expect(laneOf(putOnMap(editor, STEP, "drop_off", figure))).toBe(lane);
});
