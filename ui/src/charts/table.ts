/** Tables of answers, as the server sends them. */

export type Cell = string | number | boolean | null | readonly Cell[];
export type ColumnType = "text" | "number" | "whole" | "time" | "flag" | "other";
export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  name: string;
  type: ColumnType;
}

export interface Table {
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  /** Whether the column `figure` holds shares, which its name does not say. */
  shares?: boolean;
}

export type Tables = Readonly<Record<string, Table>>;

const kept = new WeakMap<Table, Row[]>();

/** Return the rows of a table by the names of its columns. */
export function rowsOf(table: Table | undefined): readonly Row[] {
  if (!table) return [];
  let rows = kept.get(table);
  if (!rows) kept.set(table, (rows = table.rows.map((cells) => Object.fromEntries(table.columns.map((column, at) => [column.name, cells[at] ?? null])))));
  return rows;
}

export const has = (table: Table | undefined, ...names: readonly string[]): boolean => Boolean(table) && names.every((name) => table?.columns.some((column) => column.name === name));

export const num = (value: Cell | undefined): number => (typeof value === "number" ? value : 0);

export const numOr = (value: Cell | undefined): number | null => (typeof value === "number" ? value : null);

export const said = (value: Cell | undefined): string => (value === null || value === undefined ? "" : Array.isArray(value) ? value.join(" → ") : String(value));

/** Return the first column that is a text, which names what a row is about. */
export const nameColumn = (table: Table): string => table.columns.find((one) => one.type === "text")?.name ?? table.columns[0]?.name ?? "";

/** Return the rows of each value of a column, in the order they come. */
export function by(rows: readonly Row[], column: string): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = said(row[column]);
    const list = found.get(key);
    if (list) list.push(row);
    else found.set(key, [row]);
  }
  return found;
}
