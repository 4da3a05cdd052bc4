/** Numbers of queries, and tickets, as cards show them. */

import { describe, expect, it } from "vitest";
import { countedIn } from "../src/explore/counted";
import { exploreAddress } from "../src/explore/address";
import type { Rows } from "../src/explore/types";
import { dressed } from "../src/maps/model/dress";
import { numbers, ticketsOf, type Face, type Row } from "../src/maps/model/face";
import { faceHeight } from "../src/maps/model/measure";
import type { Card } from "../src/maps/model/types";
import { linkKey } from "../src/library/links";

const rows = (names: readonly string[], ...values: readonly unknown[][]): Rows =>
  ({ columns: names.map((name) => ({ name, type: "number" })), rows: values, truncated: false, took_ms: 1 }) as unknown as Rows;

describe("a number in the rows of a query", () => {
  it("is what one row says by the names of its columns", () => {
    expect(countedIn(rows(["Value", "n", "low", "high", "unit"], [0.5, 40, 0.4, 0.6, "share"]))).toEqual({ value: 0.5, unit: "share", n: 40, lo: 0.4, hi: 0.6, source: "SQL" });
    expect(countedIn(rows(["n", "orders"], [40, 7]))).toEqual({ value: 7, unit: "count", n: 40, source: "SQL" });
    expect(countedIn(rows(["x"], [1.5]))?.unit).toBe("ratio");
  });

  it("is none where there are more rows, no row, or no number", () => {
    for (const found of [rows(["value"], [1], [2]), rows(["value"]), rows(["value", "other"], [null, 3]), rows(["name"], ["a"])]) expect(countedIn(found)).toBeNull();
  });

  it("leads back to the console with its query", () => {
    expect(exploreAddress({ analysis: "sql", fields: { query: "SELECT 1 AS n" } })).toBe("/explore/sql?sql=SELECT+1+AS+n");
  });
});

const card = (more: Partial<Card>): Card => ({ key: "a", lane: "l", at: "s", text: "Buyers", ...more }) as Card;
const row = { lane: { key: "l", type: "metric", title: "" }, cards: [], scene: { locale: "en", fields: {}, personas: new Map(), paths: [] } } as unknown as Row;

describe("cards", () => {
  it("say that SQL made their number", () => {
    const value = { value: 7, unit: "count" as const };
    expect(numbers(card({ value, props: { sql: true, exploration: "e" } }), row).blocks[0]).toEqual({ kind: "counted", exploration: "e", value });
    expect(numbers(card({ value, props: { exploration: "e" } }), row).blocks[0]?.kind).toBe("text");
  });

  it("show how far the tickets of their item are, and have room for that", () => {
    const told = [{ far: "done", sign: "✓", key: "#12", words: "ticket done" }];
    const scene = { ...row.scene, tickets: new Map([["i", told]]) };
    expect(ticketsOf(card({ props: { item: "i" } }), scene)).toEqual(told);
    expect(ticketsOf(card({}), scene)).toEqual([]);
    const bare: Face = { box: "panel", blocks: [{ kind: "text", text: "Pay", style: "body" }], level: null };
    expect(faceHeight(dressed(bare, card({}), told), 160)).toBeGreaterThan(faceHeight(bare, 160));
  });
});

describe("the name of a ticket", () => {
  it("is short where there is little room", () => {
    expect(["shop/web#12", "SHOP-7"].map(linkKey)).toEqual(["#12", "SHOP-7"]);
  });
});
