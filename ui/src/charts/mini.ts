/** An answer as a picture small enough for a card: a few points, kept with the card and drawn anew over the data of now. */

import { chartsOf } from "./charts";
import type { About } from "./picture";
import type { Mini } from "./small";
import { numOr, rowsOf, said, type Table, type Tables } from "./table";
import { instant, isShare } from "./words";

const VALUES = ["figure", "share", "of_first", "active", "returned", "count", "people", "conversions", "journeys", "odds"];
const LABELS = ["value", "name", "label", "way", "sequence", "class"];
const APART = ["model", "kind"];
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
  const texts = table?.columns.filter((one) => one.type === "text") ?? [];
  const label = time ?? LABELS.map((name) => texts.find((one) => one.name === name)).find(Boolean) ?? texts.find((one) => !APART.includes(one.name)) ?? table?.columns[0];
  const value = VALUES.map((name) => table?.columns.find((one) => one.name === name && one !== label)).find(Boolean);
  if (!table || !label || !value) return null;
  const shape = time || table.columns.some((one) => one.name === "bracket") ? "line" : "bars";
  const apart = APART.find((name) => texts.some((one) => one.name === name && one !== label)); // several answers in one table: the first of them
  const [first] = rowsOf(table);
  const found = rowsOf(table).filter((row) => !apart || row[apart] === first?.[apart]).flatMap((row): [string, number][] => {
    const number = numOr(row[value.name]);
    return number === null ? [] : [[time ? instant(said(row[label.name])) : said(row[label.name]) || said(row.label), number]];
  });
  const points = shape === "line" ? found.slice(-MOST.line) : found.slice(0, MOST.bars);
  if (points.length < 2) return null;
  return { shape, unit: isShare(table, value.name) ? "share" : value.name.endsWith("_s") ? "seconds" : "count", points };
}
