/** An answer as a picture small enough for a card: a few points, kept with the card and drawn anew over the data of now. */

import { chartsOf } from "./charts";
import type { About } from "./picture";
import type { Mini } from "./small";
import { numOr, rowsOf, said, type Table, type Tables } from "./table";
import { instant, isShare } from "./words";

const VALUES = ["figure", "share", "of_first", "active", "returned", "count", "people", "conversions", "journeys", "odds"];
const MOST = { line: 40, bars: 8 };

/** Return the small picture of an answer's main chart, null for one that is no row of numbers. */
export function miniOf(tables: Tables, about: About, asOf: string | null): Mini | null {
  for (const { table } of chartsOf(tables, about)) {
    const made = fromTable(tables[table]);
    if (made) return { ...made, ...(asOf ? { as_of: asOf } : {}) };
  }
  return null;
}

function fromTable(table: Table | undefined): Mini | null {
  const time = table?.columns.find((one) => one.type === "time");
  const label = time ?? table?.columns.find((one) => one.type === "text" && one.name !== "kind") ?? table?.columns[0];
  const value = VALUES.map((name) => table?.columns.find((one) => one.name === name && one !== label)).find(Boolean);
  if (!table || !label || !value) return null;
  const shape = time || table.columns.some((one) => one.name === "bracket") ? "line" : "bars";
  const found = rowsOf(table).flatMap((row): [string, number][] => {
    const number = numOr(row[value.name]);
    return number === null ? [] : [[time ? instant(said(row[label.name])) : said(row[label.name]) || said(row.label), number]];
  });
  const points = shape === "line" ? found.slice(-MOST.line) : found.slice(0, MOST.bars);
  if (points.length < 2) return null;
  return { shape, unit: isShare(table, value.name) ? "share" : value.name.endsWith("_s") ? "seconds" : "count", points };
}
