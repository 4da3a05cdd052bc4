/** Curves: one a persona and state, with intervals, drawn smoothly and never beyond their points. */

import { OTHER, otherSeries } from "./beside";
import { belongs, type Row } from "./face";
import { cardSpan, type Tree } from "./tree";
import { localised, type Card } from "./types";

export interface Point {
  card: Card;
  column: number;
  value: number;
}

export interface Series {
  index: number;
  persona: string;
  name: string;
  planned: boolean;
  points: Point[];
}

const isPlanned = (card: Card): boolean => ["future", "ideal", "to-be"].includes(String(card.props?.state ?? ""));

/** Return whose point a new one in a column is: of the curve without one there that came nearest to it; where all have one, what should become of the one stood on. */
export function nextPoint(cards: readonly Card[], tree: Tree, column: number, stood?: Card): Partial<Card> {
  const near = new Map<string, { card: Card; column: number }>();
  const here = new Set<string>();
  for (const card of cards) {
    const at = cardSpan(tree, card)?.[0];
    const curve = `${card.persona ?? ""}/${isPlanned(card)}`;
    if (at === undefined || !card.value) continue;
    if (at === column) here.add(curve);
    else if (at < column && at >= (near.get(curve)?.column ?? 0)) near.set(curve, { card, column: at });
    else if (!near.has(curve)) near.set(curve, { card, column: -1 });
  }
  const [next] = [...near].filter(([curve]) => !here.has(curve)).map(([, one]) => one).sort((a, b) => b.column - a.column);
  const like = next?.card ?? stood;
  const state = next ? next.card.props?.state : stood && !here.has(`${stood.persona ?? ""}/true`) ? "future" : undefined;
  return { ...(like?.persona ? { persona: like.persona } : {}), ...(state ? { props: { state } } : {}) };
}

/** Share the height of a lane among points of one column, top to bottom as they stand, so that each can be hit. */
export function bands(values: readonly number[], { low, high, height: tall }: { low: number; high: number; height: number }, height: number): { y: number; h: number }[] {
  const tops = values.map((value) => CURVE_TOP + tall * (1 - (value - low) / (high - low)));
  const order = tops.map((_, at) => at).sort((a, b) => (tops[a] ?? 0) - (tops[b] ?? 0) || a - b);
  const cuts = [1, ...order.slice(1).map((at, place) => ((tops[at] ?? 0) + (tops[order[place] ?? 0] ?? 0)) / 2), height - 1];
  const tight = cuts.slice(1).some((cut, at) => cut - (cuts[at] ?? 0) < LEAST_BAND);
  const even = (height - 2) / values.length;
  const found = order.map((at, place) => ({ at, y: tight ? 1 + even * place : (cuts[place] ?? 0), h: tight ? even : (cuts[place + 1] ?? 0) - (cuts[place] ?? 0) }));
  return found.sort((a, b) => a.at - b.at).map(({ y, h }) => ({ y, h }));
}

const LEAST_BAND = 12; // px
export const CURVE_TOP = 20;
const LABEL = 18;
const COUNTS = 17;

export const curveHeight = (series: number, scale: number): number => CURVE_TOP + scale + LABEL + Math.max(1, series) * COUNTS + 8;
export const countsTop = (scale: number, index: number): number => CURVE_TOP + scale + LABEL + index * COUNTS + 10;

/** Return the lane's curves, everybody first, then personas in the map's order. */
export function seriesOf(row: Row, tree: Tree): Series[] {
  const found = new Map<string, Series>();
  const personas = ["", ...row.scene.personas.keys()];
  for (const card of row.cards) {
    const span = cardSpan(tree, card);
    if (!span || !card.value) continue;
    const planned = isPlanned(card);
    const persona = card.persona ?? "";
    const key = `${String(Math.max(0, personas.indexOf(persona))).padStart(3, "0")}/${persona}/${planned}`;
    const series = found.get(key) ?? { index: 0, persona, name: localised(row.scene.personas.get(persona)?.name, row.scene.locale) || persona || belongs(card, row), planned, points: [] };
    found.set(key, series);
    series.points.push({ card, column: span[0], value: card.value.value });
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => series);
  const shades = [...new Set(sorted.map((one) => one.persona))];
  for (const series of sorted) {
    series.index = shades.indexOf(series.persona) % 5;
    series.points.sort((a, b) => a.column - b.column);
  }
  return [...sorted, ...otherSeries(row.scene.other, row.lane.type, shades.length)];
}

/** Return the deepest point worth a name: of a measured curve only one that is called a pain. */
export function valley(series: Series): Point | null {
  if (series.persona === OTHER) return null; // named on its own map
  let points = series.points.filter((one) => !one.card.props?.few);
  if (points.some((one) => one.card.value?.n !== undefined)) points = points.filter((one) => one.card.tone === "pain");
  else {
    const values = points.map((one) => one.value);
    if (series.planned || points.length < 3 || Math.max(...values) - Math.min(...values) < 0.16) return null;
  }
  return points.reduce<Point | null>((low, one) => (!low || one.value < low.value ? one : low), null);
}

type XY = readonly [number, number];

/** Return a smooth path through points that never goes above or below two neighbours (Fritsch & Carlson 1980). */
export function smooth(points: readonly XY[], first: "M" | "L" = "M"): string {
  const [start] = points;
  if (!start) return "";
  const slopes = points.slice(1).map(([x, y], at) => (y - (points[at]?.[1] ?? 0)) / (x - (points[at]?.[0] ?? 0) || 1));
  const tangents = points.map((_, at) => {
    const [before, after] = [slopes[at - 1], slopes[at]];
    if (before === undefined || after === undefined) return before ?? after ?? 0;
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  let path = `${first}${n(start[0])},${n(start[1])}`;
  for (let at = 1; at < points.length; at += 1) {
    const [[x0, y0], [x1, y1]] = [points[at - 1] ?? start, points[at] ?? start];
    const third = (x1 - x0) / 3;
    path += `C${n(x0 + third)},${n(y0 + third * (tangents[at - 1] ?? 0))} ${n(x1 - third)},${n(y1 - third * (tangents[at] ?? 0))} ${n(x1)},${n(y1)}`;
  }
  return path;
}

const n = (value: number): string => String(Math.round(value * 10) / 10);

/** Return the path around an interval: along its upper ends and back along its lower ones. */
export const band = (upper: readonly XY[], lower: readonly XY[]): string => `${smooth(upper)}${smooth([...lower].reverse(), "L")}Z`;
