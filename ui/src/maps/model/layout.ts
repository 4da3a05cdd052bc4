/** Where everything of a map stands, in px, worked out without the page. Rows that did not change are kept. */

import { laneKind } from "../lanes";
import { borderBelow, type Border } from "./blueprint";
import { bands, curveHeight, seriesOf } from "./curve";
import { dressed } from "./dress";
import { ticketsOf, type Face, type LaneKind, type Row } from "./face";
import { isOn, OPEN, passes, type Filter } from "./filter";
import { faceHeight, faceNeed } from "./measure";
import { riverHeight } from "./river";
import type { View } from "./store";
import { strandsHeight, strandsOf, type Strand } from "./strands";
import { cardSpan, type Tree } from "./tree";
import { lines } from "./typeset";
import { bandHeights, FOLDED_WIDTH, foldedLeaves, leastWidths, stageRoom, stepHeight, widthFor } from "./widths";
import { localised, type Card, type Lane } from "./types";

export const GUTTER = 10;
const STACK = 8;
const PAD = 12;
const FOLDED = 40;
const BAND = 26; // px a band of colour takes above cards left from when the lane was of another type
export const BORDER_H = 24;

export interface Columns {
  lefts: readonly number[];
  widths: readonly number[];
  right: number;
}

export interface Place {
  card: Card;
  face: Face | null;
  x: number;
  y: number;
  w: number;
  h: number;
  first: number;
  last: number;
}

export interface RowLayout {
  lane: Lane;
  kind: LaneKind;
  row: Row;
  places: readonly Place[];
  /** Keys of the cards that begin in each column, top to bottom. */
  cells: ReadonlyMap<number, readonly Place[]>;
  height: number;
  folded: boolean;
}

export interface Layout {
  columns: Columns;
  /** Heights of the bands of stages, of the row of steps, and of all of it. */
  head: { bands: readonly number[]; step: number; strands: readonly Strand[]; height: number };
  rows: readonly RowLayout[];
  tops: readonly number[];
  borders: ReadonlyMap<string, Border>;
  height: number;
  width: number;
  title: number;
}

export interface Settings {
  title: number;
  foldedLanes: ReadonlySet<string>;
  foldedStages: ReadonlySet<string>;
  hiddenLanes: ReadonlySet<string>;
  filter?: Filter;
  /** Least width of a step, px; 0 = as its content needs. */
  least?: number;
  /** Steps are no wider than this where their own titles need no more. */
  most?: number;
}

const NO_CARDS: readonly Card[] = [];

export class Layouter {
  #faces = new WeakMap<Card, { row: Row; face: Face }>();
  #rows = new Map<string, { key: readonly unknown[]; row: RowLayout }>();
  #needs = new Map<string, { key: readonly unknown[]; needs: readonly number[] }>();
  #derived = new Map<string, { key: readonly unknown[]; row: Row }>();
  #passed = new Map<string, { key: readonly unknown[]; cards: readonly Card[] }>();
  #columns: Columns | null = null;
  #least: { key: readonly unknown[]; widths: readonly number[] } | null = null;
  #rivers = new Map<string, { tree: Tree; height: number }>();
  #top: { key: readonly unknown[]; head: Layout["head"] } | null = null;

  lay(view: View, settings: Settings): Layout {
    const filter = settings.filter && isOn(settings.filter) ? settings.filter : null;
    const lanes = view.lanes.filter((lane) => !settings.hiddenLanes.has(lane.key) && !(filter && this.#bare(view, lane, filter)));
    const rows = lanes.map((lane) => this.#row(view, lane, filter));
    const columns = this.#widths(view, rows, settings);
    const river = rows.some((row) => laneKind(row.lane.type).shape === "river");
    const head = this.#head(view, columns, settings, river);
    const laid = rows.map((row) => this.#lay(view, row, columns, settings));
    const borders = new Map<string, Border>();
    const tops: number[] = [];
    let y = head.height;
    laid.forEach((row, at) => {
      tops.push(y);
      const border = borderBelow(lanes, at);
      if (border) borders.set(row.lane.key, border);
      y += row.height + (border ? BORDER_H : 0);
    });
    return { columns, head, rows: laid, tops, borders, height: y, width: settings.title + columns.right, title: settings.title };
  }

  /** Return the cards of a lane that pass a filter, the same list as long as it is. */
  #passing(view: View, lane: Lane, filter: Filter | null): readonly Card[] {
    const all = view.byLane.get(lane.key) ?? NO_CARDS;
    if (!filter) return all;
    const key = [all, lane, view.scene, filter];
    const known = this.#passed.get(lane.key);
    if (known && same(known.key, key)) return known.cards;
    // A curve is whole or not there: only personas choose among its points.
    const wanted = laneKind(lane.type).shape === "curve" ? { ...OPEN, personas: filter.personas, kept: filter.kept } : filter;
    const cards = all.filter((card) => passes(card, lane, view.scene, wanted));
    this.#passed.set(lane.key, { key, cards });
    return cards;
  }

  /** Say whether a filter leaves nothing of a lane that has cards. */
  #bare(view: View, lane: Lane, filter: Filter): boolean {
    return Boolean(view.byLane.get(lane.key)?.length) && laneKind(lane.type).shape !== "river" && this.#passing(view, lane, filter).length === 0;
  }

  #row(view: View, lane: Lane, filter: Filter | null): Row {
    const given = this.#passing(view, lane, filter);
    const key = [lane, given, view.scene, given.length ? null : view.tree];
    const known = this.#derived.get(lane.key);
    if (known && same(known.key, key)) return known.row;
    const row: Row = { lane, cards: given, scene: view.scene };
    const made = given.length ? row : { ...row, cards: laneKind(lane.type).derived?.(view.tree.leaves, row) ?? [] };
    this.#derived.set(lane.key, { key, row: made });
    return made;
  }

  #face(card: Card, row: Row, kind: LaneKind): Face | null {
    if (!kind.face) return null;
    const known = this.#faces.get(card);
    if (known && (known.row === row || (known.row.scene === row.scene && known.row.lane === row.lane && !ROW_WIDE.has(kind.name)))) return known.face;
    const face = dressed(kind.face(card, row), card, ticketsOf(card, row.scene));
    this.#faces.set(card, { row, face });
    return face;
  }

  /** Return how wide each leaf wants to be because of one lane. */
  #wanted(tree: Tree, row: Row): readonly number[] {
    const key = [row, tree];
    const known = this.#needs.get(row.lane.key);
    if (known && same(known.key, key)) return known.needs;
    const needs = Array.from(tree.leaves, () => 0);
    const kind = laneKind(row.lane.type);
    for (const card of row.cards) {
      const [span, face] = [cardSpan(tree, card), this.#face(card, row, kind)];
      if (!span || !face) continue;
      const count = span[1] - span[0] + 1;
      const each = (faceNeed(face) - (count - 1) * GUTTER) / count + GUTTER;
      for (let at = span[0]; at <= span[1]; at += 1) needs[at] = Math.max(needs[at] ?? 0, each);
    }
    this.#needs.set(row.lane.key, { key, needs });
    return needs;
  }

  #widths(view: View, rows: readonly Row[], settings: Settings): Columns {
    const { tree, scene } = view;
    const key = [tree, scene.locale];
    if (!this.#least || !same(this.#least.key, key)) this.#least = { key, widths: leastWidths(tree, scene.locale) };
    const least = this.#least.widths;
    const widths = [...least];
    for (const row of rows) {
      if (Boolean(row.lane.collapsed) || settings.foldedLanes.has(row.lane.key)) continue;
      const needs = this.#wanted(tree, row);
      for (let at = 0; at < widths.length; at += 1) widths[at] = Math.max(widths[at] ?? 0, needs[at] ?? 0);
    }
    const folded = foldedLeaves(tree, settings.foldedStages);
    const stepped = widths.map((need, at) => (folded.has(at) ? FOLDED_WIDTH : Math.max(settings.least ?? 0, Math.min(widthFor(need), Math.max(settings.most ?? Infinity, widthFor(least[at] ?? 0))))));
    const stage = stageRoom(tree, stepped, scene.locale);
    const before = this.#columns;
    if (before && same(before.widths, stage)) return before;
    const lefts: number[] = [];
    let x = 0;
    for (const width of stage) {
      lefts.push(x);
      x += width;
    }
    return (this.#columns = { lefts, widths: stage, right: x });
  }

  #head(view: View, columns: Columns, settings: Settings, river: boolean): Layout["head"] {
    const key = [view.tree, view.scene.locale, columns, settings.foldedStages, view.edges, river];
    if (this.#top && same(this.#top.key, key)) return this.#top.head;
    const step = stepHeight(view, columns, settings.foldedStages);
    const bands = bandHeights(view, columns);
    const strands = strandsOf(view.edges, view.tree, river);
    const head = { bands, step, strands, height: bands.reduce((sum, one) => sum + one, 0) + step + 6 + strandsHeight(strands) };
    this.#top = { key, head };
    return head;
  }

  #lay(view: View, row: Row, columns: Columns, settings: Settings): RowLayout {
    const folded = Boolean(row.lane.collapsed) !== settings.foldedLanes.has(row.lane.key);
    const key = [row, columns, view.tree, folded, view.edges, settings.title];
    const known = this.#rows.get(row.lane.key);
    if (known && same(known.key, key)) return known.row;
    const kind = laneKind(row.lane.type);
    const places = folded ? [] : kind.shape === "cards" ? this.#stack(view.tree, row, kind, columns) : spots(view.tree, row, columns);
    const made: RowLayout = { lane: row.lane, kind, row, places, cells: celled(places), folded, height: this.#steady(view.tree, row, kind, rowHeight(view, row, kind, places, folded, settings.title)) };
    if (kind.shape !== "cards") spread(made);
    this.#rows.set(row.lane.key, { key, row: made });
    return made;
  }

  /** A river changes with every person who comes: it keeps the room it had, or all that is below it would jump up and down. */
  #steady(tree: Tree, row: Row, kind: LaneKind, height: number): number {
    if (kind.shape !== "river" || height === FOLDED) return height;
    const before = this.#rivers.get(row.lane.key);
    const kept = before?.tree.leaves.length === tree.leaves.length ? Math.max(before.height, height) : height;
    this.#rivers.set(row.lane.key, { tree, height: kept });
    return kept;
  }

  /** Stack cards from the top, each below what its columns hold already. */
  #stack(tree: Tree, row: Row, kind: LaneKind, columns: Columns): Place[] {
    const sky = Array.from(tree.leaves, () => PAD + (kind.band ? BAND : 0));
    const before = this.#rows.get(row.lane.key)?.row.places ?? [];
    const found: Place[] = [];
    for (const card of row.cards) {
      const [span, face] = [cardSpan(tree, card), this.#face(card, row, kind)];
      if (!span || !face) continue;
      const { x, w } = run(columns, span);
      let y = 0;
      for (let at = span[0]; at <= span[1]; at += 1) y = Math.max(y, sky[at] ?? 0);
      const h = faceHeight(face, w);
      sky.fill(y + h + STACK, span[0], span[1] + 1);
      const place = { card, face, x, y, w, h, first: span[0], last: span[1] };
      const old = before[found.length];
      found.push(old && samePlace(old, place) ? old : place);
    }
    return found;
  }
}

/** Lanes whose faces depend on the other cards of the lane. */
const ROW_WIDE = new Set(["chart", "channel"]);

const same = (one: readonly unknown[], other: readonly unknown[]): boolean => one.length === other.length && one.every((part, at) => part === other[at]);

const samePlace = (one: Place, other: Place): boolean =>
  one.card === other.card && one.face === other.face && one.x === other.x && one.y === other.y && one.w === other.w && one.h === other.h && one.first === other.first && one.last === other.last;

/** Return where a run of columns stands. */
export function run(columns: Columns, [first, last]: readonly [number, number]): { x: number; w: number } {
  const x = columns.lefts[first] ?? 0;
  return { x, w: (columns.lefts[last] ?? 0) + (columns.widths[last] ?? 0) - x - GUTTER };
}

function spots(tree: Tree, row: Row, columns: Columns): Place[] {
  return row.cards.flatMap((card) => {
    const span = cardSpan(tree, card);
    if (!span) return [];
    const { x, w } = run(columns, [span[0], span[0]]);
    return [{ card, face: null, x, y: 1, w, h: 0, first: span[0], last: span[0] }];
  });
}

/** Give points all the height of their lane, shared among those of one column. */
function spread({ kind, cells, height }: RowLayout): void {
  for (const cell of cells.values()) {
    const shares = kind.scale && cell.length > 1 ? bands(cell.map((one) => one.card.value?.value ?? 0), kind.scale, height) : [];
    cell.forEach((place, at) => Object.assign(place, shares[at] ?? { y: 1, h: height - 2 }));
  }
}

function celled(places: readonly Place[]): Map<number, Place[]> {
  const found = new Map<number, Place[]>();
  for (const place of places) {
    const list = found.get(place.first);
    if (list) list.push(place);
    else found.set(place.first, [place]);
  }
  return found;
}

function rowHeight(view: View, row: Row, kind: LaneKind, places: readonly Place[], folded: boolean, title: number): number {
  const { locale } = row.scene;
  const inner = title > 150 ? 124 : 88;
  const titled = (lines(localised(row.lane.title, locale), "head", inner) * 17 + lines(localised(row.lane.note, locale), "tiny", inner) * (row.lane.note ? 15 : 0) + (row.lane.persona ? 16 : 0)) + 2 * PAD;
  if (folded) return FOLDED;
  if (kind.shape === "curve") return Math.max(titled, curveHeight(seriesOf(row, view.tree).length, kind.scale?.height ?? 100));
  if (kind.shape === "river") return Math.max(titled, riverHeight(view, row));
  const low = Math.max(0, ...places.map((place) => place.y + place.h));
  return Math.max(titled, 52, low + PAD);
}
