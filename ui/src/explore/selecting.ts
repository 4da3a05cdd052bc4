/** Selections of events as text, the way the server reads them. */

const SIGNS = /[|&=<>{"]/;
const PLAIN = /^[\p{L}\p{N}_./:–-]+( [\p{L}\p{N}_./:–-]+)*$/u;
const WORDS = /\b(and|or|not|did|in|at|least|most|within|first|then|where|trait)\b/i;

/** Return the selection of events of one name. */
export const selected = (name: string): string | { name: string[] } => (SIGNS.test(name) ? { name: [name] } : name);

/** Return a name as it stands in a condition: in quotes where signs or words of the language are in it. */
export const quoted = (name: string): string => (PLAIN.test(name) && !WORDS.test(name) ? name : `"${name.replaceAll('"', '\\"')}"`);

/** Return what a selection is called: its text, or the name in an object. */
export function titled(value: unknown): string {
  if (typeof value === "string") return value;
  if (value && typeof value === "object" && "label" in value && typeof value.label === "string" && value.label) return value.label;
  if (value && typeof value === "object" && "name" in value) return ([] as unknown[]).concat(value.name).join(" | ");
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

export type Verb = "did" | "not" | "trait";

/** Return one more condition at the end of what is there. */
export function extended(text: string, verb: Verb, name: string, more: string): string {
  const times = Number(more);
  const one = verb === "trait" ? `trait ${quoted(name)} = ${quoted(more)}` : `${verb === "not" ? "not " : ""}did ${quoted(name)}${times > 1 ? ` at least ${times} times` : ""}`;
  return text.trim() ? `${text.trim()} and ${one}` : one;
}

export const UNITS = ["s", "min", "h", "d", "w", "mo", "y"] as const;

/** Return the number and the unit of a length of time; null for one that is no number of one unit. */
export function lengthOf(text: string): [string, string] | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text);
  return found?.[1] && found[2] ? [found[1], found[2]] : null;
}
