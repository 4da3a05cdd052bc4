/** Rows that could not be read, by what is wrong with them. */

export type Row = Record<string, string>;

export interface Trouble {
  key: string;
  field: string;
  reason: string;
  remedy: string;
  rows: readonly Row[];
}

/** Put rows with the same trouble together, the commonest first. */
export function troubles(rows: readonly Row[]): Trouble[] {
  const found = new Map<string, Trouble>();
  for (const row of rows) {
    const { field = "", reason = "", remedy = "" } = row;
    const key = JSON.stringify([field, reason, remedy]);
    const known = found.get(key);
    found.set(key, { key, field, reason, remedy, rows: [...(known?.rows ?? []), row] });
  }
  return [...found.values()].toSorted((a, b) => b.rows.length - a.rows.length);
}
