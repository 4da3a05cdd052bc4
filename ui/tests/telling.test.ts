import { i18n } from "@lingui/core";
import { beforeEach, expect, test } from "vitest";
import { laneKind } from "../src/maps/lanes";
import { MapStore } from "../src/maps/model/store";
import { detailOf, evidenceWords, movesAt, told } from "../src/maps/model/telling";
import type { Card, Edge } from "../src/maps/model/types";
import { cardWords } from "../src/maps/view/words";
import { speak } from "./speaking";
import { shop } from "./world";

beforeEach(speak);

const view = () => new MapStore(shop().doc, "en").get();
const point: Card = { key: "p", lane: "mood", at: "a1", value: { value: 0.4, unit: "score", n: 1 }, detail: "too few · +0.4", props: { few: true } };

test("a draft's point says its value once, in the language of the pages", () => {
  expect(cardWords(point, view().scene)).toBe("0.4, n 1 · too few");
  expect(detailOf({ ...point, detail: "+0.4 (+0.4 to +0.5)" }, "en")).toBe("");
  expect(detailOf({ ...point, detail: "0.4 after the mend" }, "en")).toBe("0.4 after the mend");
  const messages = new Proxy({}, { get: (_, id) => (id === "too few" ? "za mało" : String(id)), has: () => true }) as Record<string, string>;
  i18n.loadAndActivate({ locale: "pl", messages });
  expect(cardWords({ ...point, value: { value: -0.45, unit: "score", n: 1234 } }, view().scene)).toBe("−0,45, n 1\u00a0234 · za mało");
});

test("a card says its picture, tags, who it is about, and that it should be so", () => {
  const card: Card = { key: "c", lane: "notes", at: "a1", text: "basket", owner: "Ola", props: { alt: "a red basket", tags: ["till"], state: "future", src: "https://a.example/b" } };
  expect(told(card, view().scene).map((one) => [one.as, one.text])).toEqual([["text", "basket"], ["more", "Picture: a red basket"], ["more", "https://a.example/b"], ["more", "Ola"], ["more", "till"], ["mark", "as it should be"]]);
});

test("evidence is told by level and counts; prompts and what lanes derive have none", () => {
  const card: Card = { key: "c", lane: "notes", at: "a1", text: "x" };
  expect(evidenceWords(card, undefined)).toBe("guess");
  expect(evidenceWords({ ...card, evidence: { reported: 2, measured: 5 } }, undefined)).toBe("observed · quotes, tickets: 2 · n 5");
  expect(evidenceWords({ ...card, props: { prompt: true } }, undefined)).toBe("");
  expect(evidenceWords({ ...card, key: ":notes:a1" }, undefined)).toBe("");
});

test("moves that are no plain next one are told at the step they begin at; a river says measured loops itself", () => {
  const { tree } = view();
  const loop: Edge = { from: "b1", to: "a1", kind: "loop", figures: { share: { value: 0.11, unit: "share", n: 90 } } };
  const edges: Edge[] = [{ from: "a1", to: "a2" }, { from: "a1", to: "b2", kind: "branch", condition: "firms" }, { from: "b2", kind: "leave" }, loop, { from: "a2", to: "gone", kind: "skip" }];
  expect(movesAt(edges, tree, "en", false)).toEqual([["branches to B2: firms"], [], ["goes back to A1: 11%, n 90"], ["leaves"]]);
  expect(movesAt(edges, tree, "en", true)[2]).toEqual([]);
});

test("the face of a pain says no number twice: what its detail tells is left out of its figures", () => {
  const { lanes, scene } = view();
  const [lane] = lanes;
  if (!lane) throw new Error("no lane");
  const figures: Card["figures"] = { reference: { value: 0.438, unit: "share" }, persons: { value: 177, unit: "persons" } };
  const pain: Card = { key: "c", lane: lane.key, at: "a1", text: "60% leave", figures };
  const said = (card: Card): string[] => laneKind("pain_point").face?.(card, { lane, scene, cards: [card] } as never)?.blocks.flatMap((one) => ("text" in one ? [one.text] : [])) ?? [];
  expect(said({ ...pain, detail: "177 people · 44% elsewhere" })).toEqual(["60% leave", "177 people · 44% elsewhere"]);
  expect(said({ ...pain, detail: "on phones" })).toEqual(["60% leave", "on phones · 177 people · 44% compared with"]);
});
