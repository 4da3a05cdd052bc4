/** Numbers and dates as people read them: value first, thousands separated, a true minus, few decimals. */

import type { Figure } from "../maps/model/types";
import { language, msg, t } from "./i18n";

const formats = new Map<string, Intl.NumberFormat>();

export function number(value: number, decimals = 1): string {
  const key = `${language()}/${decimals}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(language(), { maximumFractionDigits: decimals, useGrouping: "always" as never })));
  return format.format(value).replace(/^-/, "−").replace(/^−0$/, "0");
}

/** Return a text that has more letters than there is room for with a sign that it goes on. */
export const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

export function percent(share: number): string {
  const value = share * 100;
  const shown = number(value, Math.abs(value) < 10 || Math.abs(value) > 99 ? 1 : 0);
  return language() === "lv" ? `${shown}\u00a0%` : `${shown}%`;
}

function duration(seconds: number): string {
  const size = Math.abs(seconds);
  const say = (value: number): string => number(value, Math.abs(value) < 10 ? 1 : 0);
  if (size < 90) return t("{n} s", { n: say(seconds) });
  if (size < 5400) return t("{n} min", { n: say(seconds / 60) });
  if (size < 129_600) return t("{n} h", { n: say(seconds / 3600) });
  return t("{n} days", { n: say(seconds / 86_400) });
}

function money(value: number, currency: string): string {
  if (!currency) return number(value, 0);
  const compact = Math.abs(value) >= 10_000;
  return new Intl.NumberFormat(language(), { style: "currency", currency, currencyDisplay: "narrowSymbol", notation: compact ? "compact" : "standard", maximumFractionDigits: compact ? 1 : Math.abs(value) < 100 ? 2 : 0 })
    .format(value)
    .replace("-", "−");
}

const said = (about: Figure, value: number): string => {
  switch (about.unit) {
    case "share":
      return percent(value);
    case "points":
      return t("{n} pts", { n: number(value) });
    case "seconds":
      return duration(value);
    case "money":
      return money(value, about.currency ?? "");
    case "score":
    case "ratio":
      return number(value, 2);
    default:
      return number(value, Math.abs(value) >= 100 ? 0 : 1);
  }
};

export const figure = (one: Figure): string => said(one, one.value);

export const interval = (one: Figure): string => (one.lo === undefined || one.hi === undefined ? "" : `${said(one, one.lo)} – ${said(one, one.hi)}`);

/** Return a figure with all that makes it trustworthy, in words. */
export function inWords(one: Figure): string {
  const parts = [figure(one)];
  if (interval(one)) parts.push(t("95% interval {range}", { range: interval(one) }));
  if (one.n !== undefined && one.n !== one.value) parts.push(`n ${number(one.n, 0)}`); // a plain count is its own n
  return parts.join(", ");
}

const NAMES: Record<string, string> = {
  reach: msg("come here"), events: msg("events"), conversion: msg("to the next"), conversion_goal: msg("to the goal"), drop_off: msg("leave here"),
  returns: msg("come back"), persons: msg("people"), count: msg("times"), time_next_median: msg("median"), time_next_p90: msg("for 9 in 10"), share: msg("share"),
  time_median: msg("median"), time_p90: msg("for 9 in 10"), duration: msg("duration"), harm: msg("harm"), impact: msg("impact"), reference: msg("compared with"), emotion: msg("emotion"), value: msg("value"), switches: msg("switches"),
};

const ORDER = Object.keys(NAMES);
const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

/** Return figures with their names, always in the same order: a shared document keeps none. */
export const inOrder = (figures: Readonly<Record<string, Figure>> | undefined): [string, Figure][] => Object.entries(figures ?? {}).sort(([one], [other]) => rank(one) - rank(other) || one.localeCompare(other));

/** Return what a figure is called; one without a name of ours is shown as its own words. */
export const figureName = (name: string): string => (NAMES[name] ? t(NAMES[name]) : name.replaceAll("_", " "));

export function day(when: string | undefined): string {
  const date = when ? new Date(when) : null;
  if (!date || Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(language(), { day: "numeric", month: "short", year: "numeric" }).format(date);
}

/** Return how long ago something was, in the largest fitting unit. */
export function ago(when: string, now = Date.now()): string {
  const seconds = (new Date(when).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  for (const [unit, size] of [["day", 86_400], ["hour", 3600], ["minute", 60]] as const) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(0, "minute");
}
