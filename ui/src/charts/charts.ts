/** The kinds of charts, found by a scan of the folder, and which of them an answer can be shown as. */

import type { About, ChartKind } from "./picture";
import type { Tables } from "./table";

const files = import.meta.glob<ChartKind>("./kinds/*.ts", { eager: true, import: "default" });

export const CHARTS: readonly ChartKind[] = Object.values(files).sort((one, other) => one.rank - other.rank);

export interface Choice {
  kind: ChartKind;
  table: string;
}

/** Return every way to draw the tables of an answer, the best first; a table is drawn once. */
export function chartsOf(tables: Tables, about: About): Choice[] {
  const found: Choice[] = [];
  const drawn = new Set<string>();
  for (const kind of CHARTS) {
    for (const table of Object.keys(tables)) {
      if (drawn.has(table) || !kind.fits(tables, table, about)) continue;
      drawn.add(table);
      found.push({ kind, table });
    }
  }
  return found.sort((one, other) => Number(other.table === "figures") - Number(one.table === "figures"));
}
