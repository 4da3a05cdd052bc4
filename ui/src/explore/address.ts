/** What is asked, as it stands in the address: the same address asks the same question. */

import type { Asked } from "./asking";
import type { Fields, Question } from "./types";

export const exploreAddress = (asked: Partial<Asked>, more: Record<string, string> = {}): string => {
  if (asked.analysis === "sql") return `/explore/sql?${new URLSearchParams({ sql: String(asked.fields?.query ?? "") }).toString()}`;
  if (asked.analysis === "overall") return `/overall?${new URLSearchParams(Object.entries(asked.fields ?? {}).map(([name, value]) => [name, String(value)])).toString()}`;
  const query = new URLSearchParams();
  if (asked.fields && Object.keys(asked.fields).length) query.set("q", JSON.stringify(asked.fields));
  if (asked.like) query.set("like", asked.like);
  if (asked.map) query.set("map", asked.map);
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value);
  const text = query.toString();
  return `/explore/${asked.analysis ?? ""}${text ? `?${text}` : ""}`;
};

/** Return what an address asks; one that cannot be read asks nothing. */
export function askedIn(address: string): Asked {
  const [path = "", text = ""] = address.split("?");
  const query = new URLSearchParams(text);
  let fields: Fields = {};
  try {
    const read: unknown = JSON.parse(query.get("q") ?? "{}");
    if (read && typeof read === "object" && !Array.isArray(read)) fields = read as Fields;
  } catch { /* an address somebody cut short: the form begins empty */ }
  return { analysis: path.split("/")[2] ?? "", fields, like: query.get("like") ?? "", map: query.get("map") ?? "" };
}

const blank = (value: unknown): boolean => value === undefined || value === null || value === "" || (Array.isArray(value) && value.every((one) => blank(one)));

/** Return the fields with one set; what is blank or as by default is left out, so that addresses stay short. */
export function withField(fields: Fields, field: { name: string; default: unknown }, value: unknown): Fields {
  const { [field.name]: _, ...rest } = fields;
  return blank(value) || JSON.stringify(value) === JSON.stringify(field.default) ? rest : { ...rest, [field.name]: value };
}

/** Fields a question is nothing without, although another may stand for them. */
const INSTEAD: Record<string, readonly string[]> = { conformance: ["steps"], timeline: ["person"], similar: ["person", "way"] };

/** Return the names of fields that must be filled in and are not. */
export function missingFields(question: Question, fields: Fields): string[] {
  const [first, ...others] = INSTEAD[question.name] ?? [];
  const lacks = question.fields.filter((one) => one.required && blank(fields[one.name])).map((one) => one.name);
  return first && [first, ...others].every((name) => blank(fields[name])) ? [...lacks, first] : lacks;
}

/** Return a field without the blanks of lists somebody has not filled in yet. */
export const sent = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => {
    const kept = Array.isArray(value) ? value.filter((one) => !blank(one)) : value;
    return blank(kept) ? [] : [[name, kept]];
  }));
