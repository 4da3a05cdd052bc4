/** What columns of answers are called, and their values as people read them. */

import { figure, number, percent } from "../lib/format";
import { heard, SERVERS, template } from "../lib/heard";
import { language, msg, t } from "../lib/i18n";
import { RARER } from "./columns";
import type { Cell, Column, Row, Table } from "./table";
import { has, said } from "./table";

const NAMES: Record<string, string> = {
  step: msg("step"), name: msg("name"), value: msg("value"), count: msg("times"), n: msg("n"), share: msg("share"), low: msg("from (95%)"), high: msg("to (95%)"),
  of_all: msg("of all"), of_first: msg("of the first step"), of_first_low: msg("from (95%)"), of_first_high: msg("to (95%)"), of_previous: msg("of the step before"), of_from: msg("of those there"), of_parent: msg("of those before"),
  dropped: msg("left"), median_s: msg("median time"), mean_s: msg("mean time"), p90_s: msg("time of 9 in 10"), people: msg("people"), units: msg("people"), journeys: msg("journeys"),
  cohorts: msg("cohorts"), from: msg("from"), to: msg("to"), from_s: msg("from"), to_s: msg("to"), returned: msg("came back"), size: msg("size"), cohort: msg("started"), label: msg("period"), complete: msg("complete"),
  active: msg("active"), new: msg("new"), returning: msg("returning"), resurrecting: msg("back again"), dormant: msg("gone"), kept: msg("kept"), model: msg("model"), conversions: msg("conversions"), amount: msg("amount"),
  figure: msg("figure"), first: msg("before"), second: msg("after"), change: msg("change"), changed: msg("more than chance"), way: msg("way"), ways: msg("ways"), length: msg("steps"),
  person: msg("person"), visits: msg("visits"), starts: msg("begin here"), ends: msg("end here"), repeats: msg("repeat"), reached: msg("got there"), skipped: msg("skipped"), skipped_share: msg("share who skip"),
  repeated_share: msg("share who repeat"), ended_share: msg("share who end here"), entered: msg("entered"), converted: msg("converted"), kind: msg("kind"), at: msg("when"), channel: msg("channel"), source: msg("source"),
};

/** Return what a column is called: by its name, as a bound of an interval, or as the same of those compared with. */
export function columnName(name: string): string {
  const known = NAMES[name] ?? RARER[name];
  if (known) return t(known);
  if (name.startsWith("versus_")) return t("{what}, the others", { what: columnName(name.slice("versus_".length)) });
  if (/_low(_s)?$/.test(name)) return t("from (95%)");
  return /_high(_s)?$/.test(name) ? t("to (95%)") : heard(name.replace(/_s$/, "").replaceAll("_", " "));
}

/** Return what a row is about where things of several kinds stand in one list: the thing, with its kind unless it is an event. */
export const thing = (row: Row): string => (row.kind === "name" ? said(row.value) : `${said(row.kind).replace(/^trait /, "").replaceAll("_", " ")}: ${said(row.value)}`);

/** Return what a period is called: “week 3”. */
export const periodName = (value: Cell | undefined): string => heard(said(value));

/** Columns with classes of how often, or of how long ago, which the server calls in English. */
export const CLASSED: ReadonlySet<string> = new Set(["class", "frequency", "recency"]);
const CLASSES = ["{value} or more", "{value} or longer", "under {value}", "{low} to {high}"].map(template);

/** Return a class in words: “3 or more”, “under 1 d”, “1 d to 7 d”. Exports of answers do just so. */
export function className(words: string): string {
  if (language() === "en") return words;
  for (const { text, form, names } of CLASSES) {
    const values = form.exec(words)?.slice(1);
    if (values) return t(SERVERS + text, Object.fromEntries(names.map((name, at) => [name, figured(values[at] ?? "")])));
  }
  return figured(words);
}

/** Return a name of a class with its numbers as the language writes them. */
const figured = (words: string): string => words.replace(/\d[\d,]*(\.\d+)?/g, (digits) => number(Number(digits.replaceAll(",", "")), 2));

/** Return an instant as a day, or with its time where it has one. */
export function instant(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const midnight = date.getUTCHours() + date.getUTCMinutes() + date.getUTCSeconds() === 0;
  const parts = midnight ? ({ day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const) : ({ dateStyle: "medium", timeStyle: "short" } as const);
  return new Intl.DateTimeFormat(language(), parts).format(date);
}

const SHARE = /(^|_)(share|kept|fitness|low|high|conversion)$|^of_|_share$|_low$|_high$/;

/** Return whether a column holds shares: by its name, and by none of its values being beyond 0…1. */
const shares = new WeakMap<Table, Map<string, boolean>>();
export function isShare(table: Table, name: string): boolean {
  let known = shares.get(table);
  if (!known) shares.set(table, (known = new Map()));
  let found = known.get(name);
  if (found === undefined) {
    const at = table.columns.findIndex((one) => one.name === name);
    const bounds = has(table, "figure") ? Boolean(table.shares) && /^(figure|low|high)$/.test(name) : SHARE.test(name) && !name.endsWith("_s") && !/^(odds|lift|effect|amount|per_|mean)/.test(name);
    found = bounds && table.rows.every((row) => typeof row[at] !== "number" || Math.abs(row[at] as number) <= 1);
    known.set(name, found);
  }
  return found;
}

export function shown(table: Table, column: Column, value: Cell | undefined): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") {
    if (column.name.endsWith("_s")) return figure({ value, unit: "seconds" });
    if (isShare(table, column.name)) return percent(value);
    return number(value, Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 2 : 1);
  }
  if (column.type === "time") return instant(said(value));
  if (column.name === "label") return periodName(value);
  if (CLASSED.has(column.name)) return className(said(value));
  if (column.name === "model") return heard(said(value).replaceAll("_", " "));
  return said(value);
}

/** Return every field of a row in words, for a tooltip. */
export function facts(table: Table, row: Row, leave: readonly string[] = []): (readonly [string, string])[] {
  const bounds = new Set(table.columns.map((one) => one.name).filter((name) => /(^|_)(low|high)(_s)?$/.test(name)));
  const plain = table.columns.filter((one) => !leave.includes(one.name) && !bounds.has(one.name) && row[one.name] !== null && !Array.isArray(row[one.name]));
  const found = plain.map((one) => [columnName(one.name), shown(table, one, row[one.name])] as const);
  const [low, high] = ["low", "high"].map((name) => table.columns.find((one) => one.name === name || one.name === `of_first_${name}`));
  if (low && high && typeof row[low.name] === "number") found.push([t("95% interval"), `${shown(table, low, row[low.name])} – ${shown(table, high, row[high.name])}`]);
  return found;
}
