import { expect, test } from "vitest";
import { likeliest, wayThrough } from "../src/explore/first";
import { inOrder } from "../src/lib/format";

const map = (id: string, updated_at: string, supported: number, columns = 3): Parameters<typeof likeliest>[0][number] => ({ id, updated_at, columns, trust: { supported, of: 9 } });

test("a first question is about the newest map that rests on data, before newer ones drawn by hand", () => {
  expect(likeliest([map("old", "2026-01-01", 4), map("measured", "2026-02-01", 4), map("hand", "2026-03-01", 0), map("empty", "2026-04-01", 5, 0)])).toEqual(["measured", "old", "hand"]);
  expect(likeliest([])).toEqual([]);
});

test("a map drawn by hand, which says of no event what it is, has no way through", () => {
  expect(wayThrough({ columns: [{ key: "pay", title: "Pay" }] } as Parameters<typeof wayThrough>[0], "en")).toEqual([]);
  expect(wayThrough({}, "en")).toEqual([]);
});

test("figures stand in one order, however a document has them", () => {
  const [share, duration, own] = [{ value: 0.5, unit: "share" as const }, { value: 9, unit: "seconds" as const }, { value: 1, unit: "count" as const }];
  const names = (figures: Parameters<typeof inOrder>[0]): string[] => inOrder(figures).map(([name]) => name);
  expect(names({ own, duration, share })).toEqual(["share", "duration", "own"]);
  expect(names({ share, own, duration })).toEqual(["share", "duration", "own"]);
  expect(names(undefined)).toEqual([]);
});
