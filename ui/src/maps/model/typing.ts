/** Numbers as people type them: "9.4 %", "€ 12", "3 min", "1 200", "Churn: 9.4 %". */

import { number } from "../../lib/format";
import { language } from "../../lib/i18n";
import type { LaneKind } from "./face";
import type { Card, Figure, Unit } from "./types";

const MONEY: Record<string, string> = { "€": "EUR", $: "USD", "£": "GBP", "¥": "JPY", zł: "PLN", nt$: "TWD" };
const TIMES: readonly (readonly [RegExp, number])[] = [
  [/^(s|sec|secs|seconds?|sek|秒)\.?$/, 1],
  [/^(min|mins|minutes?|minut[aiyes]*|minūt\S*|分|分鐘)\.?$/, 60],
  [/^(h|hrs?|hours?|g|godz|godzin[ay]?|st|stund\S*|小時)\.?$/, 3600],
  [/^(d|days?|dzień|dni|dien\S*|天)\.?$/, 86_400],
];
const POINTS = /^(pts?|points?|pp|pkt|p|punkt\S*|點|分點)\.?$/;
const PEOPLE = /^(people|persons?|osób|osoby|os|cilvēk\S*|人)\.?$/;
const PATTERN = /^([^\d.,+\-−–]*)([+\-−–]?[\d.,]*\d[\d.,]*)(.*)$/;

/** Return digits as a number: spaces and the language's thousands taken out, either decimal mark understood. */
function read(digits: string): number {
  const text = digits.replace(/[−–]/, "-");
  const last = Math.max(text.lastIndexOf(","), text.lastIndexOf("."));
  const mark = text[last] ?? "";
  const both = text.includes(",") && text.includes(".");
  const many = mark !== "" && text.indexOf(mark) !== last;
  const grouped = mark === "," && /^[+-]?[1-9]\d{0,2},\d{3}$/.test(text) && !["pl", "lv"].includes(language());
  const whole = last < 0 || ((many || grouped) && !both);
  return Number(whole ? text.replace(/[.,]/g, "") : `${text.slice(0, last).replace(/[.,]/g, "")}.${text.slice(last + 1)}`);
}

type Measure = Pick<Figure, "unit" | "currency"> & { times: number };

/** Return what a word beside a number makes of it, null where it means nothing. */
function measure(word: string): Measure | null {
  const plain = word.toLocaleLowerCase();
  if (plain === "%" || plain === "％") return { unit: "share", times: 0.01 };
  const currency = MONEY[plain] ?? (/^[A-Z]{3}$/.test(word) ? word : "");
  if (currency) return { unit: "money", currency, times: 1 };
  const time = TIMES.find(([said]) => said.test(plain));
  if (time) return { unit: "seconds", times: time[1] };
  if (POINTS.test(plain)) return { unit: "points", times: 1 };
  return PEOPLE.test(plain) ? { unit: "persons", times: 1 } : null;
}

/** Return a number somebody typed as a figure, in the unit of `before` where none is typed; null for other words. */
export function readFigure(typed: string, before?: Pick<Figure, "unit" | "currency">): Figure | null {
  const [, ahead = "", digits = "", behind = ""] = PATTERN.exec(typed.replace(/[\s\u00a0\u202f\u2009']/g, "")) ?? [];
  const value = digits ? read(digits) : Number.NaN;
  if (!Number.isFinite(value) || (ahead && behind)) return null;
  const kept: Measure = { unit: before?.unit ?? "count", times: before?.unit === "share" ? 0.01 : 1, ...(before?.currency ? { currency: before.currency } : {}) };
  const found = ahead || behind ? measure(ahead || behind) : kept;
  if (!found) return null;
  const { times, ...rest } = found;
  return { value: Math.round(value * times * 1e9) / 1e9, ...rest };
}

const SPANS = [["d", 86_400, 129_600], ["h", 3600, 5400], ["min", 60, 90]] as const;

/** Return a figure's value as it may be typed again, with every digit it has. */
export function typedForm(about: Pick<Figure, "unit" | "currency">, value: number): string {
  const span = SPANS.find(([, size]) => value !== 0 && value % size === 0);
  return formOf(about, value, (one) => number(one, 6), span);
}

/** Return a figure's value as it may be typed again, with the digits that say something: what was worked out has a long tail. */
export function shortForm(about: Pick<Figure, "unit" | "currency">, value: number): string {
  const whole = SPANS.find(([, size]) => value !== 0 && value % size === 0);
  const few = Number.isInteger(value) && Math.abs(value) < 3600; // as somebody types them
  return formOf(about, value, brief, whole ?? (few ? undefined : SPANS.find(([, , least]) => Math.abs(value) >= least)));
}

function formOf({ unit, currency }: Pick<Figure, "unit" | "currency">, value: number, said: (one: number) => string, [word, size]: readonly [string, number, number] = ["s", 1, 0]): string {
  if (unit === "share") return `${said(value * 100)} %`;
  if (unit === "money") return [said(value), currency].filter(Boolean).join(" ");
  return unit === "seconds" ? `${said(value / size)} ${word}` : said(value);
}

/** Return a number of two decimals as it is, any other with three digits that count, and one decimal at least. */
function brief(value: number): string {
  const exact = Math.abs(value * 100 - Math.round(value * 100)) < 1e-7;
  return number(value, exact ? 2 : Math.min(9, Math.max(1, 2 - Math.floor(Math.log10(Math.abs(value))))));
}

/** Whether a number typed in a lane is its card's value. */
export const takesNumber = (kind: LaneKind): boolean => kind.numeric ?? kind.fresh?.value !== undefined;

const within = (value: number, [low, high]: readonly [number, number]): number => Math.max(low, Math.min(high, value));

/** Return a typed number as the value of a card of a lane; on a scale only the number counts, and it ends where the scale ends. */
export function readValue(kind: LaneKind, typed: string, before?: Figure): Figure | null {
  const ends = kind.scale ? ([kind.scale.low, kind.scale.high] as const) : kind.range;
  const read = readFigure(typed, ends ? undefined : (before ?? kind.fresh?.value));
  return read && ends ? { value: within(read.value, ends), unit: "score" } : read;
}

const valueFor = (kind: LaneKind, typed: string, before?: Figure): Figure | null => (takesNumber(kind) ? readValue(kind, typed, before) : null);

/** Return what a typed text says in a lane: a number, a name with a number, or words. */
export function saidIn(kind: LaneKind, typed: string, before?: Figure): { value?: Figure; text?: string } {
  const text = typed.trim();
  const value = text ? valueFor(kind, text, before) : null;
  if (value) return { value };
  const [, name = "", last = ""] = /^(.*\p{L}.*?)\s*[:=：]\s*([^:=：]+)$/u.exec(text) ?? [];
  const named = name ? valueFor(kind, last, before) : null;
  return named ? { value: named, text: name } : { text };
}

/** Return the new card a typed or pasted text makes in a lane, null where nothing of it could be seen. */
export function fromText(kind: LaneKind, typed: string): Partial<Card> | null {
  const said = saidIn(kind, typed);
  return said.text && !said.value && kind.shape !== "cards" ? null : { ...kind.fresh, ...said };
}

/** Units somebody may choose for a number of their own. */
export const UNITS: readonly Unit[] = ["count", "persons", "share", "points", "seconds", "money", "score", "ratio"];

/** Return the 95 % interval of a share by Wilson (1927). */
export function wilson(share: number, n: number): { lo: number; hi: number } {
  const z = 1.959964;
  const middle = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const round = (value: number): number => Math.round((value / (1 + (z * z) / n)) * 1e4) / 1e4;
  return { lo: round(middle - half), hi: round(middle + half) };
}

/** Whether a figure was worked out from facts, and not typed in or guessed: the guess of a template says so, and rests on nothing. */
export const isMeasured = (one: Figure): boolean => Boolean(one.source || one.denominator || (one.definition && one.n !== undefined));

type Change = { [field in keyof Figure]?: Figure[field] | undefined };

/** Return a figure somebody gave another value, n or interval: no longer the measured one, and a share has its interval from n. */
export function retyped(before: Figure | undefined, change: Change): Figure {
  const { value = 0, unit = "count", ...rest } = { ...before, ...change };
  const kept = { as_of: rest.as_of, currency: unit === "money" ? rest.currency : undefined, n: before && isMeasured(before) && change.n === undefined ? undefined : rest.n };
  const moved = change.value !== undefined || change.unit !== undefined || (before !== undefined && isMeasured(before));
  const given = moved ? { lo: change.lo, hi: change.hi } : { lo: rest.lo, hi: rest.hi };
  const shared = unit === "share" && kept.n && value >= 0 && value <= 1 && change.lo === undefined && change.hi === undefined ? wilson(value, kept.n) : given;
  return Object.fromEntries(Object.entries({ value, unit, ...kept, ...shared }).filter(([, one]) => one !== undefined)) as unknown as Figure;
}
