/** Texts in a Y.Doc: one Y.Text with translations beside it as `field@locale`, or a Y.Map of locale → Y.Text.
 *
 * The Y.Text of a field is never replaced: who makes the first translation takes no letters from those who type. */

import * as Y from "yjs";
import type { Text } from "./types";

export type Element = Y.Map<unknown>;

/** Return what a field holds as a plain text; anything else than text gives undefined. */
export function readText(value: unknown): Text | undefined {
  if (value instanceof Y.Text) return value.toString();
  if (typeof value === "string") return value;
  if (!(value instanceof Y.Map)) return undefined;
  const found: Record<string, string> = {};
  for (const [locale, text] of [...value.entries()].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (text instanceof Y.Text || typeof text === "string") found[locale] = text.toString();
  }
  return found;
}

/** Return a text as Y types; undefined for an empty one. */
export function makeText(text: Text | undefined): Y.Text | Y.Map<Y.Text> | undefined {
  if (text === undefined || text === "") return undefined;
  if (typeof text === "string") return new Y.Text(text);
  const found = new Y.Map<Y.Text>();
  for (const [locale, one] of Object.entries(text)) found.set(locale, new Y.Text(one));
  return found;
}

export const BESIDE = "@";

const namesOf = (locale: string): string[] => [locale, ...(locale === "zh-TW" ? ["zh-Hant"] : []), locale.split("-")[0] ?? locale];

/** Return the field that holds a translation beside a plain text, "" when there is none. */
export const beside = (element: Element, field: string, locale: string): string => namesOf(locale).map((one) => `${field}${BESIDE}${one}`).find((name) => element.has(name)) ?? "";

const stored = (value: Y.Map<unknown>, locale: string): string => {
  for (const one of namesOf(locale)) if (value.has(one)) return one;
  return locale === "zh-TW" ? "zh-Hant" : locale;
};

/** Return the Y.Text of a field in a locale, making it where there is none; `own` is the language of a plain text that is to stay. */
export function textOf(element: Element, field: string, locale: string, own = ""): Y.Text {
  const value = element.get(field);
  const translation = locale === own ? "" : beside(element, field, locale);
  if (translation) return one(element, translation);
  if (own && own !== locale && !(value instanceof Y.Map)) return one(element, `${field}${BESIDE}${locale}`);
  if (value instanceof Y.Map) {
    const at = stored(value, locale);
    const found: unknown = value.get(at);
    if (found instanceof Y.Text) return found;
    const made = new Y.Text(typeof found === "string" ? found : "");
    value.set(at, made);
    return made;
  }
  return one(element, field);
}

/** Return the Y.Text of a field, making it where there is none. */
function one(element: Element, field: string): Y.Text {
  const value = element.get(field);
  if (value instanceof Y.Text) return value;
  const made = new Y.Text(typeof value === "string" ? value : "");
  element.set(field, made);
  return made;
}

/** Make a Y.Text say `next` with the one smallest replacement, so that what others type meanwhile stays. */
export function rewrite(text: Y.Text, next: string): void {
  const before = text.toString();
  if (before === next) return;
  let start = 0;
  while (start < before.length && start < next.length && before[start] === next[start]) start += 1;
  let end = 0;
  const room = Math.min(before.length, next.length) - start;
  while (end < room && before[before.length - 1 - end] === next[next.length - 1 - end]) end += 1;
  // A surrogate pair is never cut in two.
  if (start > 0 && /[\uD800-\uDBFF]/.test(before[start - 1] ?? "")) start -= 1;
  if (end > 0 && /[\uDC00-\uDFFF]/.test(before[before.length - end] ?? "")) end -= 1;
  if (before.length - end > start) text.delete(start, before.length - end - start);
  if (next.length - end > start) text.insert(start, next.slice(start, next.length - end));
}
