/** Scores from how many people gave which answer, and series of numbers, as survey tools and spreadsheets hand them out. */

import type { Mini } from "../../charts/small";
import { readFigure, wilson } from "./typing";
import type { Figure } from "./types";

export type Score = "nps" | "csat" | "ces";

export interface Answers {
  score: Score;
  /** How often each answer was given: promoters, passives, detractors; satisfied, others; or 1 to 7. */
  counts: readonly number[];
}

/** What an answer is worth, in the order of its counts. */
const WORTH: Record<Score, readonly number[]> = { nps: [100, 0, -100], csat: [1, 0], ces: [1, 2, 3, 4, 5, 6, 7] };
const Z = 1.959964;

export const widthOf = (score: Score): number => WORTH[score].length;

/** Return the 97.5 % quantile of Student's t by Cornish and Fisher's expansion; right to a hundredth from 4 degrees on. */
function student(degrees: number): number {
  const second = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * degrees ** 2);
  return Z + (Z ** 3 + Z) / (4 * degrees) + second + (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / (384 * degrees ** 3);
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Return a score with its 95 % interval, as the metrics of the same names have it; null where nobody answered. */
export function scored({ score, counts }: Answers): Figure | null {
  const worth = WORTH[score];
  const n = counts.reduce((sum, one) => sum + one, 0);
  if (!n) return null;
  const mean = counts.reduce((sum, one, at) => sum + one * (worth[at] ?? 0), 0) / n;
  if (score === "csat") return { value: round(mean), unit: "share", n, ...wilson(mean, n) };
  const figure: Figure = { value: round(mean), unit: score === "nps" ? "points" : "score", n };
  if (n < 5) return figure;
  const spread = counts.reduce((sum, one, at) => sum + one * ((worth[at] ?? 0) - mean) ** 2, 0) / (n - 1);
  const half = student(n - 1) * Math.sqrt(spread / n);
  return { ...figure, lo: round(Math.max(Math.min(...worth), mean - half)), hi: round(Math.min(Math.max(...worth), mean + half)) };
}

/** Return what a card keeps as answers, null where it keeps none or its value is no longer theirs. */
export function asAnswers(given: unknown, value: Figure | undefined): Answers | null {
  if (!given || typeof given !== "object") return null;
  const { score, counts } = given as Partial<Answers>;
  if (!score || !Object.hasOwn(WORTH, score) || !Array.isArray(counts) || counts.length !== WORTH[score].length || !counts.every((one) => Number.isInteger(one) && one >= 0)) return null;
  return scored({ score, counts })?.value === value?.value ? { score, counts } : null;
}

/** A line such as "2026-01  42 %": when, then a number. */
const LINE = /^\s*(.*?\S)\s*[\t;:=：]\s*(\S.*)$|^\s*(\S+)\s+(\S.*)$/u;

/** Return lines of when and how much as a picture and its newest number; the numbers of lines that say neither are in `wrong`. */
export function series(typed: string): { mini: Mini | null; last: Figure | null; wrong: number[] } {
  const points: [string, number][] = [];
  const wrong: number[] = [];
  let last: Figure | null = null;
  for (const [at, line] of typed.split("\n").entries()) {
    if (!line.trim()) continue;
    const [, marked, after, spaced, behind] = LINE.exec(line) ?? [];
    const read = readFigure(after ?? behind ?? "", last ?? undefined);
    if (!read) wrong.push(at + 1);
    else {
      points.push([(marked ?? spaced ?? "").trim().slice(0, 40), read.value]);
      last = read;
    }
  }
  if (points.length < 2 || !last) return { mini: null, last, wrong };
  const unit = last.unit === "share" || last.unit === "seconds" ? last.unit : "count";
  return { mini: { shape: "line", unit, points }, last, wrong };
}
