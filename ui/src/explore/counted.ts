/** The number that rows of a query are, by the names of their columns; the server's `figure_of` finds the same. */

import type { Figure } from "../maps/model/types";
import type { Rows } from "./types";

const NAMES: Readonly<Record<string, readonly string[]>> = { n: ["n"], lo: ["low", "lo"], hi: ["high", "hi"], unit: ["unit"] };
const NAMED = [...Object.values(NAMES).flat(), "value"];

export type Unit = Figure["unit"];
export const UNITS: readonly Unit[] = ["count", "persons", "share", "points", "seconds", "score", "money", "ratio"];

/** Return the number one row says; null where there are more rows, or none is a number. */
export function countedIn(found: Rows): Figure | null {
  const [row, ...others] = found.rows;
  if (!row || others.length) return null;
  const said = new Map<string, unknown>(found.columns.map((column, at) => [column.name.toLowerCase(), row[at]]));
  const told = (field: string): unknown => NAMES[field]?.map((name) => said.get(name)).find((one) => one !== undefined);
  const value = said.has("value") ? said.get("value") : [...said].find(([name, one]) => !NAMED.includes(name) && typeof one === "number")?.[1];
  if (typeof value !== "number") return null;
  const [n, lo, hi, unit] = ["n", "lo", "hi", "unit"].map(told);
  return {
    value, unit: UNITS.find((one) => one === unit) ?? (Number.isInteger(value) ? "count" : "ratio"), source: "SQL",
    ...(typeof n === "number" ? { n: Math.trunc(n) } : {}), ...(typeof lo === "number" ? { lo } : {}), ...(typeof hi === "number" ? { hi } : {}),
  };
}
