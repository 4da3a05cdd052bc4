/** Months of a time slider, and what stood in them. */

/** Return the months from one instant to another, as their first days, at most ten years of them. */
export function months(first: string, last: string): string[] {
  const found: string[] = [];
  const at = new Date(`${first.slice(0, 7)}-01T00:00:00Z`);
  const end = new Date(last);
  while (at <= end && found.length < 120) {
    found.push(at.toISOString().slice(0, 10));
    at.setUTCMonth(at.getUTCMonth() + 1);
  }
  return found;
}

/** Return the first day of the month after one. */
export function monthAfter(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + 1);
  return at.toISOString().slice(0, 10);
}

/** Return the newest of some versions that was kept before a day, undefined where none was. */
export function standing<V extends { at: string }>(versions: readonly V[], day: string): V | undefined {
  return versions.filter((one) => one.at < day).sort((a, b) => (a.at < b.at ? 1 : -1))[0];
}
