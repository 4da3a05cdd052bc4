/** What one person does on an open map: where they are, what they chose, what is folded, which panel is open. */

import { addCard, writeCard } from "./model/cards";
import { nextPoint } from "./model/curve";
import { put } from "./model/edit";
import { isOn, OPEN, type Filter } from "./model/filter";
import { Layouter, type Layout } from "./model/layout";
import { boxOf, cellId, covering, placeOf, step, type Cell, type Direction } from "./model/moving";
import type { View } from "./model/store";
import { fromText, retyped, saidIn } from "./model/typing";
import type { Card } from "./model/types";
import { laneKind } from "./lanes";
import type { MapSession } from "./session";

export type Panel = "" | "element" | "find" | "versions" | "comments" | "personas" | "map" | "translate" | "numbers" | "binding" | "planned" | "moved" | "proposals" | "check";

export interface EditorState {
  active: Cell | null;
  selected: ReadonlySet<string>;
  /** Cell whose text is being typed. */
  editing: string | null;
  /** First letter typed over a cell, which replaces what was there. */
  typed: string | null;
  foldedLanes: ReadonlySet<string>;
  foldedStages: ReadonlySet<string>;
  hiddenLanes: ReadonlySet<string>;
  filter: Filter;
  /** The filter is open, although it may not hold anything yet. */
  filtering: boolean;
  /** Language the texts are read and typed in; "" = that of the pages. */
  speech: string;
  zoom: number;
  panel: Panel;
  /** Name of the number looked behind; "" = the first there is. */
  figure: string;
  adding: string | null;
}

const ZOOMS = [0.4, 0.5, 0.65, 0.8, 0.9, 1, 1.15, 1.3, 1.6, 2];
const empty: ReadonlySet<string> = new Set();

/** Return how wide the titles of lanes stand, px. */
export const titleRoom = (narrow: boolean): number => (narrow ? 112 : 184);

export class Editor {
  state: EditorState = { active: null, selected: empty, editing: null, typed: null, foldedLanes: empty, foldedStages: empty, hiddenLanes: empty, filter: OPEN, filtering: false, speech: "", zoom: 1, panel: "", figure: "", adding: null };
  #heard = new Set<() => void>();
  #layouter = new Layouter();
  #stood: Card | undefined; // the card stood on last
  #lane = ""; // its lane
  #layout: { view: View; state: EditorState; title: number; most: number; layout: Layout } | null = null;
  /** Set by the grid: bring a box into view. */
  reveal: (box: { x: number; y: number; w: number; h: number }) => void = () => undefined;
  /** Set by the grid: how wide it is, px. */
  room: () => number = () => 1000;
  /** Set by the page: say something to screen readers. */
  announce: (text: string) => void = () => undefined;
  /** What a link led to, which stays in sight until the hand moves. */
  arriving: Cell | null = null;
  /** The panel that was opened takes the focus when it stands. */
  entering = false;
  titleWidth = titleRoom(false);
  least = 0;
  most = Infinity;

  constructor(readonly session: MapSession) {}

  get view(): View {
    return this.session.store.get();
  }

  get edit(): MapSession["edit"] {
    return this.session.edit;
  }

  get writable(): boolean {
    return this.session.writable;
  }

  get = (): EditorState => this.state;

  subscribe = (heard: () => void): (() => void) => {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  };

  set(part: Partial<EditorState>): void {
    this.state = { ...this.state, ...part };
    this.#heard.forEach((one) => one());
  }

  /** Open a panel beside the map and go into it: the next letter belongs to it, not to the card. */
  open(panel: Panel): void {
    this.entering = true;
    this.set({ panel });
  }

  /** Return where everything stands now. */
  layout(view: View = this.view): Layout {
    const { foldedLanes, foldedStages, hiddenLanes, filter } = this.state;
    const known = this.#layout;
    const fresh = known && known.view === view && known.title === this.titleWidth && known.most === this.most && known.state.foldedLanes === foldedLanes && known.state.foldedStages === foldedStages && known.state.hiddenLanes === hiddenLanes && known.state.filter === filter;
    if (fresh) return known.layout;
    const layout = this.#layouter.lay(view, { title: this.titleWidth, foldedLanes, foldedStages, hiddenLanes, filter, least: this.least, most: this.most });
    this.#layout = { view, state: this.state, title: this.titleWidth, most: this.most, layout };
    return layout;
  }

  /** Measure everything anew, as when the fonts have come. */
  forgetLayout(): void {
    this.#layouter = new Layouter();
    this.#layout = null;
  }

  /** Stand on a cell; `extend` keeps what was chosen and adds the card. */
  focus(cell: Cell | null, extend = false): void {
    const card = cell?.kind === "card" ? cell.key : null;
    const selected = extend ? new Set([...this.state.selected, ...(card ? [card] : [])]) : new Set(card ? [card] : []);
    this.#stood = card ? this.view.cards.get(card) : this.#stood;
    this.#lane = card ? (this.view.cards.get(card)?.lane ?? this.#lane) : this.#lane;
    this.set({ active: cell, selected, editing: null, typed: null });
    this.session.point(cell && cellId(cell));
    const box = cell && boxOf(this.layout(), this.view.tree, cell);
    if (box) this.reveal(box);
  }

  toggle(key: string, column: number): void {
    const selected = new Set(this.state.selected);
    if (!selected.delete(key)) selected.add(key);
    this.set({ active: { kind: "card", key, column }, selected, editing: null });
  }

  move(way: Direction, extend = false): void {
    const { tree } = this.view;
    const from = this.state.active ?? this.first();
    const next = from && (this.state.active ? step(this.layout(), tree, from, way) : from);
    if (next) this.focus(next, extend);
  }

  first(): Cell | null {
    const [stage, lane] = [this.view.tree.stages[0], this.view.lanes[0]];
    return stage ? { kind: "column", key: stage.key } : lane ? { kind: "lane", key: lane.key } : null;
  }

  /** Begin to type: over what is there with `typed`, else at its end. An empty cell gets its card when typing ends. */
  type(typed: string | null = null): void {
    const { active } = this.state;
    if (!this.writable || !active) return;
    if (active.kind === "card" && active.key.startsWith(":")) return;
    const lane = active.kind === "empty" && this.view.lanes.find((one) => one.key === active.lane);
    if (lane && laneKind(lane.type).band) return;
    const figure = typed !== null && /[\d.,+\-−]/.test(typed);
    if (lane && laneKind(lane.type).shape !== "cards" && !figure) this.#add({}); // a point of a curve needs no words
    else this.set({ editing: cellId(active), typed });
  }

  /** Read and type the map's texts in a language, "" for that of the pages. */
  speak(speech: string): void {
    this.session.read(speech);
    this.set({ speech });
  }

  /** Keep cards in sight that a filter would take away under the hand. */
  keep(keys: readonly string[]): void {
    const { filter } = this.state;
    if (isOn(filter)) this.set({ filter: { ...filter, kept: new Set([...filter.kept, ...keys]) } });
  }

  /** Make a card of what was typed on an empty cell and stand on it; null where it makes none. */
  fill(text: string): string | null {
    const { active } = this.state;
    const lane = active?.kind === "empty" && this.view.lanes.find((one) => one.key === active.lane);
    const given = lane && fromText(laneKind(lane.type), text);
    return given ? this.#add(given) : null;
  }

  /** Put what was typed over a card that counts something: a number as its value, other words as its text. */
  retype(key: string, typed: string): void {
    const card = this.view.cards.get(key);
    const kind = laneKind(this.view.lanes.find((one) => one.key === card?.lane)?.type ?? "");
    const { value, text } = saidIn(kind, typed, card?.value);
    if (value) put(this.edit, "cards", key, { value: retyped(card?.value, value) });
    if (card && text !== undefined) writeCard(this.edit, key, text);
  }

  #add(given: Partial<Card>): string | null {
    const { active } = this.state;
    if (active?.kind !== "empty") return null;
    const lane = this.view.lanes.find((one) => one.key === active.lane);
    const leaf = this.view.tree.leaves[active.column];
    if (!lane || !leaf) return null;
    const kind = laneKind(lane.type);
    const points = kind.shape === "curve" ? [...this.view.cards.values()].filter((one) => one.lane === lane.key) : [];
    const whose = points.length ? nextPoint(points, this.view.tree, active.column, this.#stood) : {};
    const persona = lane.persona ? { persona: lane.persona } : {};
    const key = addCard(this.edit, { lane: lane.key, at: leaf.key }, { ...kind.fresh, ...whose, ...persona, ...given });
    this.keep([key]);
    this.focus({ kind: "card", key, column: active.column });
    return key;
  }

  /** Return the chosen cards, or the one stood on. */
  chosen(): string[] {
    const { selected, active } = this.state;
    const keys = selected.size ? [...selected] : active?.kind === "card" ? [active.key] : [];
    return keys.filter((key) => this.view.cards.has(key));
  }

  /** Stand somewhere sensible after what was stood on is gone. */
  settle(): void {
    const { active } = this.state;
    if (!active) return;
    const column = active.kind === "card" || active.kind === "empty" ? active.column : 0;
    if (active.kind === "card" && !placeOf(this.layout(), active.key)) this.#stay(active.column);
    else if (active.kind === "column" && !this.view.tree.index.has(active.key)) this.focus(this.first());
    else if (active.kind === "lane" && !this.view.lanes.some((one) => one.key === active.key)) this.focus(this.first());
    else if (active.kind === "empty" && column >= this.view.tree.leaves.length) this.focus(this.first());
    else if (active.kind === "empty") {
      const row = this.layout().rows.find((one) => one.lane.key === active.lane);
      const [card] = row ? covering(row, column) : [];
      if (!row) this.focus(this.first());
      else if (card) this.focus({ kind: "card", key: card.card.key, column });
    }
  }

  /** The card stood on is gone: stand in its cell. */
  #stay(column: number): void {
    const row = this.layout().rows.find((one) => one.lane.key === this.#lane);
    if (!row || column >= this.view.tree.leaves.length) return this.focus(this.first());
    const [card] = covering(row, column);
    this.focus(card ? { kind: "card", key: card.card.key, column } : { kind: "empty", lane: row.lane.key, column });
  }

  fold(kind: "foldedLanes" | "foldedStages" | "hiddenLanes", key: string): void {
    const next = new Set(this.state[kind]);
    if (!next.delete(key)) next.add(key);
    this.set({ [kind]: next });
  }

  /** Make some columns fill the width there is, as far as they can be read. */
  zoomTo([first, last]: readonly [number, number]): void {
    const { columns, title, head } = this.layout();
    const x = columns.lefts[first] ?? 0;
    const w = (columns.lefts[last] ?? 0) + (columns.widths[last] ?? 0) - x;
    const zoom = Math.floor((100 * this.room()) / (w + title + 16)) / 100;
    this.set({ zoom: Math.max(0.5, Math.min(1.6, zoom)) });
    requestAnimationFrame(() => this.reveal({ x, y: head.height, w: 1e6, h: 0 }));
  }

  zoom(by: 1 | -1 | 0): void {
    const larger = ZOOMS.findIndex((one) => one >= this.state.zoom);
    const at = by > 0 && (ZOOMS[larger] ?? 0) > this.state.zoom ? larger - 1 : larger;
    this.set({ zoom: by === 0 ? 1 : (ZOOMS[Math.max(0, Math.min(at + by, ZOOMS.length - 1))] ?? 1) });
  }
}
