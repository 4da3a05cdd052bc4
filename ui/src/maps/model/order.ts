/** Fractional indexes: strings over 0-9A-Za-z, between any two of which there is another. None ends in "0". */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = DIGITS.length;

const digit = (text: string, at: number): number => (at < text.length ? Math.max(0, DIGITS.indexOf(text[at] ?? "0")) : 0);

/** Return a string after `low` and before `high`; an empty `high` means after everything. */
export function between(low: string, high: string): string {
  if (high && low >= high) return between(low, "");
  let prefix = "";
  let open = !high;
  for (let at = 0; ; at += 1) {
    const a = digit(low, at);
    const b = open || at >= high.length ? BASE : digit(high, at);
    if (b - a > 1) return prefix + DIGITS[Math.floor((a + b) / 2)];
    if (b - a === 1) open = true;
    prefix += DIGITS[a];
  }
}

/** Return `count` ascending strings between two, short ones for a list that is written at once. */
export function spaced(count: number, low = "", high = ""): string[] {
  if (count === 0) return [];
  const middle = between(low, high);
  const left = Math.floor((count - 1) / 2);
  return [...spaced(left, low, middle), middle, ...spaced(count - 1 - left, middle, high)];
}

export interface Ordered {
  key: string;
  order: string;
}

/** Compare by order, ties by key. */
export const byOrder = (one: Ordered, other: Ordered): number =>
  one.order < other.order ? -1 : one.order > other.order ? 1 : one.key < other.key ? -1 : one.key > other.key ? 1 : 0;

/** Return the order that puts an element before place `index` of a sorted list that does not hold it. */
export function orderAt(list: readonly Ordered[], index: number): string {
  return between(list[index - 1]?.order ?? "", list[index]?.order ?? "");
}

/** Return a random key of ten base-36 characters for an element made in the browser. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (one) => (one % 36).toString(36)).join("");
}
