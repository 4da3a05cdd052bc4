/** What a chart is before it is drawn: marks with places in px. Charts are pure functions that make pictures. */

import { textWidth } from "../maps/model/typeset";
import type { Column, Row, Tables } from "./table";

export type Ink = "ink" | "ink-2" | "line" | "accent" | "accent-soft" | "pain" | "pain-soft" | "warn" | "panel" | "second" | "third" | "fourth" | "fifth";
export type Letter = "label" | "strong" | "tiny";

export type Mark =
  | { kind: "box"; x: number; y: number; w: number; h: number; ink: Ink; opacity?: number; dashed?: boolean; round?: number }
  | { kind: "path"; d: string; fill?: Ink; stroke?: Ink; width?: number; opacity?: number; dash?: string }
  | { kind: "dot"; x: number; y: number; r: number; ink: Ink; hollow?: boolean }
  | { kind: "text"; x: number; y: number; text: string; anchor?: "start" | "middle" | "end"; ink?: Ink; letter?: Letter; /** Stands over lines, which keep away from it. */ over?: boolean };

/** What is told about a part under the pointer or the focus; `row` is what people behind it are asked by. */
export interface Spot {
  title: string;
  facts: readonly (readonly [string, string])[];
  row?: Row;
}

export interface Part {
  key: string;
  marks: readonly Mark[];
  spot?: Spot;
}

export interface Picture {
  width: number;
  height: number;
  parts: readonly Part[];
  /** What the picture shows, in a sentence: it stands over it. */
  finding?: string;
  /** What is left out or to be read with care. */
  note?: string;
}

/** What a chart may look at besides its table: the room it has, and how much detail is asked for (0…1). */
export interface Frame {
  width: number;
  detail: number;
}

/** What an answer is about, for charts that need more than the table. */
export interface About {
  analysis: string;
  rules: Readonly<Record<string, string>>;
}

/** One kind of chart: a file in `charts/kinds`. */
export interface ChartKind {
  name: string;
  label: string;
  /** What it shows, and what not to conclude from it. */
  explain: string;
  /** Kinds with a low rank are tried first. */
  rank: number;
  /** Whether a person may ask for more or less of it. */
  detailed?: boolean;
  /** Return whether a table of an answer can be drawn as this. */
  fits: (tables: Tables, table: string, about: About) => boolean;
  lay: (tables: Tables, table: string, frame: Frame, about: About) => Picture;
}

export const SERIES: readonly Ink[] = ["accent", "second", "third", "fourth", "fifth"];
/** The same order, told apart without colour. */
export const DASHES = ["", "6 3", "2 3", "8 3 2 3", "1 2"] as const;
export const LEAST_N = 30;
const TICKS = 4;

const LETTERS = { label: "small", strong: "strong", tiny: "tiny" } as const;

export const wide = (text: string, letter: Letter = "label"): number => textWidth(text, LETTERS[letter]) * 1.04;

/** Return a text cut to a room, with a sign that it was; the whole stands in the tooltip and the table. */
export function cut(text: string, room: number, letter: Letter = "label"): string {
  if (wide(text, letter) <= room) return text;
  const signs = [...text];
  let [low, high] = [0, signs.length];
  while (low < high) {
    const half = Math.ceil((low + high) / 2);
    if (wide(`${signs.slice(0, half).join("")}…`, letter) <= room) low = half;
    else high = half - 1;
  }
  return low > 0 ? `${signs.slice(0, low).join("").trimEnd()}…` : "";
}

/** Return round steps from zero (or below) up to at least `most`; of what is counted, `whole` ones. */
export function ticks(least: number, most: number, whole = false): number[] {
  const span = most - Math.min(0, least) || 1;
  const raw = Math.max(span / TICKS, whole ? 1 : 0);
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * size >= raw && (!whole || Number.isInteger(one * size))) ?? 10) * size;
  const first = Math.floor(Math.min(0, least) / step);
  const last = Math.ceil(most / step - 1e-9);
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** Return where a text stands that is centred on a place, unless the edge of the picture is nearer. */
export function within(x: number, text: string, width: number): { x: number; anchor: "middle" | "end" } {
  return x + wide(text, "tiny") / 2 > width ? { x: width, anchor: "end" } : { x, anchor: "middle" };
}

export const line = (points: readonly (readonly [number, number])[]): string => points.map(([x, y], at) => `${at ? "L" : "M"}${x.toFixed(1)},${y.toFixed(1)}`).join("");

/** Return how wide a column of labels may be: what they need, and never more than a share of the room. */
export const labelRoom = (labels: readonly string[], width: number, most = 0.34): number => Math.ceil(Math.min(width * most, Math.max(48, ...labels.map((one) => wide(one) + 4))));

/** Narrower pictures have their labels over the rows, where there is room for them. */
export const ROOMY = 460;

/** Return where the labels of rows stand: beside them, or over them where the picture is narrow. */
export function beside(labels: readonly string[], width: number, most: number): { left: number; over: number; label: (text: string, y: number, middle: number) => Mark } {
  if (width < ROOMY) return { left: 8, over: 18, // the letters stand right of the first line of a scale
    label: (text, y) => ({ kind: "text", x: 13, y: y + 12, text: cut(text, width - 13), ink: "ink", over: true }) };
  const left = labelRoom(labels, width, most) + 8;
  return { left, over: 0, label: (text, _y, middle) => ({ kind: "text", x: left - 10, y: middle + 4, text: cut(text, left - 12), anchor: "end", ink: "ink" }) };
}

/** Return a picture's legend as parts along one line, and the height it takes. */
export function legend(names: readonly string[], width: number): { parts: Part[]; height: number } {
  if (names.length < 2) return { parts: [], height: 0 };
  let [x, y] = [0, 10];
  const parts = names.map((name, at): Part => {
    const room = Math.min(wide(name) + 30, width);
    if (x + room > width && x > 0) [x, y] = [0, y + 18];
    const ink = SERIES[at % SERIES.length] ?? "accent";
    const marks: Mark[] = [{ kind: "path", d: `M${x},${y}h16`, stroke: ink, width: 3, dash: DASHES[at % DASHES.length] ?? "" }, { kind: "text", x: x + 21, y: y + 4, text: cut(name, room - 24), ink: "ink" }];
    x += room + 10;
    return { key: `legend/${name}`, marks };
  });
  return { parts, height: y + 16 };
}

export type { Column, Row, Tables };
