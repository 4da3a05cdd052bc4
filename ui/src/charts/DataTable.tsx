/** A table of an answer: the twin of every chart. Columns sort; long tables go on when asked. */

import { useMemo, useState, type ReactNode } from "react";
import "../styles/charts.css";
import { Button } from "../kit";
import { number } from "../lib/format";
import { t } from "../lib/i18n";
import type { Cell, Table } from "./table";
import { columnName, shown } from "./words";

const STEP = 100;

export function DataTable({ table, label, raw = false }: { table: Table; label: string; raw?: boolean }): ReactNode {
  const [sort, setSort] = useState<{ at: number; down: boolean } | null>(null);
  const [most, setMost] = useState(STEP);
  const rows = useMemo(() => (sort ? [...table.rows].sort((one, other) => (sort.down ? -1 : 1) * compare(one[sort.at], other[sort.at])) : table.rows), [table, sort]);
  if (!table.rows.length) return <p className="quiet">{t("The table is empty.")}</p>;
  return (
    <div className="data-table" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.columns.map((column, at) => {
              const on = sort?.at === at;
              return (
                <th key={column.name} scope="col" aria-sort={on ? (sort.down ? "descending" : "ascending") : "none"} className={numeric(column.type) ? "number" : ""}>
                  <button type="button" onClick={() => setSort({ at, down: on ? !sort.down : numeric(column.type) })}>{raw ? column.name : columnName(column.name)}{on ? (sort.down ? " ↓" : " ↑") : ""}</button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row, line) => (
            <tr key={line}>{table.columns.map((column, at) => <td key={column.name} className={numeric(column.type) ? "number" : ""}>{raw ? plain(row[at]) : shown(table, column, row[at])}</td>)}</tr>
          ))}
        </tbody>
      </table>
      {rows.length > most && <p><Button kind="bare" onPress={() => setMost(most + STEP * 5)}>{t("Show more of {n} rows", { n: number(rows.length, 0) })}</Button></p>}
    </div>
  );
}

const numeric = (type: string): boolean => type === "number" || type === "whole";

const plain = (value: Cell | undefined): string => (value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

function compare(one: Cell | undefined, other: Cell | undefined): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (one === null || one === undefined) return 1;
  if (other === null || other === undefined) return -1;
  return String(one).localeCompare(String(other));
}
