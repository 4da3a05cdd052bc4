/** A map dressed in the figures of now: the document stays as it is, the view shows what the data say. */

import { number } from "../../lib/format";
import { t } from "../../lib/i18n";
import { level, trust } from "./evidence";
import type { View } from "./store";
import { treeOf } from "./tree";
import type { Card, Column, Edge, Evidence, Figure, Lane, Level } from "./types";

export interface LiveColumn {
  figures: Readonly<Record<string, Figure>>;
  trend: readonly number[];
  channels: Readonly<Record<string, number>>;
  newest_at: string | null;
}

export interface LiveCard {
  value: Figure | null;
  figures: Readonly<Record<string, Figure>>;
  evidence: Evidence;
  level: Level;
  stale: boolean;
  problem: string;
}

/** The twin of `footpath.insights.live.Live`. */
export interface Live {
  version: string;
  as_of: string | null;
  persons: number;
  events: number;
  /** What is looked at; everything where nothing is said. */
  filters?: Readonly<Record<string, unknown>>;
  periods: readonly string[];
  every: string;
  columns: Readonly<Record<string, LiveColumn>>;
  touchpoints: Readonly<Record<string, { figures: Readonly<Record<string, Figure>> }>>;
  edges: readonly Edge[];
  cards: Readonly<Record<string, LiveCard>>;
  trust: Figure | null;
  why: string;
}

const LEAST_SKIP = 0.05;

interface Worn<T, L> {
  base: T;
  live: L | undefined;
  /** What else it was made from. */
  beside?: unknown;
  made: T;
}

/** Keeps what did not change, so that a new event renews only the lanes whose numbers moved. */
export class Dresser {
  #cards = new Map<string, Worn<Card, LiveCard>>();
  #columns = new Map<string, Worn<Column, LiveColumn>>();
  #lists = new Map<string, { base: readonly Card[]; made: readonly Card[] }>();
  #lanes: { base: readonly Lane[]; persons: number; made: readonly Lane[] } | null = null;
  #tree: { columns: readonly Column[]; tree: View["tree"] } | null = null;
  #scene: { base: View["scene"]; day: string; made: View["scene"] } | null = null;
  #moves: { key: readonly unknown[]; made: readonly Edge[] } | null = null;
  #last: { view: View; made: View } | null = null;

  /**
   * Args:
   *   measured: leave out every card that is not measured.
   *   compare: mark the moves nobody planned.
   */
  constructor(readonly live: Live, readonly measured: boolean, readonly compare: boolean, before?: Dresser) {
    if (!before) return;
    this.#cards = before.#cards;
    this.#columns = before.#columns;
    this.#lists = before.#lists;
    this.#lanes = before.#lanes;
    this.#tree = before.#tree;
    this.#scene = before.#scene;
    this.#moves = before.#moves;
  }

  dress = (view: View): View => {
    if (this.#last?.view === view) return this.#last.made;
    const made = this.#made(view);
    this.#last = { view, made };
    return made;
  };

  #made(view: View): View {
    const columns = view.tree.columns.map((column) => this.#column(column));
    const known = this.#tree;
    const tree = known && known.columns.length === columns.length && known.columns.every((one, at) => one === columns[at]) ? known.tree : treeOf(columns);
    this.#tree = { columns, tree };
    const scene = this.#dressedScene(view);
    const byLane = new Map<string, readonly Card[]>();
    const cards = new Map<string, Card>();
    const types = new Map(view.lanes.map((lane) => [lane.key, lane.type]));
    for (const [lane, list] of view.byLane) byLane.set(lane, this.#list(lane, list, scene, types.get(lane) ?? ""));
    for (const list of byLane.values()) for (const card of list) cards.set(card.key, card);
    return { ...view, tree, scene, fields: this.#fields({ ...view.fields, ...scene.fields }), lanes: this.#told(view.lanes), cards, byLane, edges: this.#edges(view), trust: trust(cards.values(), scene.fields) };
  }

  #column(column: Column): Column {
    const live = this.live.columns[column.key];
    const worn = this.#columns.get(column.key);
    if (worn && worn.base === column && worn.live === live) return worn.made;
    const made = live ? { ...column, figures: live.figures } : { ...column, figures: {} };
    this.#columns.set(column.key, { base: column, live, made });
    return made;
  }

  #card(card: Card, type: string): Card {
    const live = this.live.cards[card.key];
    const worn = this.#cards.get(card.key);
    const beside = type === "channel" ? this.live.columns[card.at]?.channels : (type === "touchpoint" || type === "path") && this.#narrowed;
    if (worn && worn.base === card && worn.live === live && worn.beside === beside) return worn.made;
    const known = type === "path" && this.#narrowed ? {} : (card.figures ?? {}); // ways of everybody are not those of a selection
    const figures = Object.fromEntries(Object.entries(known).map(([name, one]) => [name, live?.figures[name] ?? one]));
    const mix = type === "channel" ? this.#mix(card) : null;
    // What a drawn map says of channels beside a touchpoint is about everybody.
    const detail = this.#narrowed && type === "touchpoint" && card.key.startsWith("touchpoint-") ? { detail: "" } : {};
    const made: Card = live ? { ...card, ...detail, ...(live.value ? { value: live.value } : {}), ...(card.figures ? { figures: mix ? { ...mix, ...(figures.switches && !this.#narrowed ? { switches: figures.switches } : {}) } : figures } : {}), evidence: live.evidence } : card;
    this.#cards.set(card.key, { base: card, live, beside, made });
    return made;
  }

  get #narrowed(): boolean {
    return Object.values(this.live.filters ?? {}).some(Boolean);
  }

  /** Return through which channels the events of a card's column came. */
  #mix(card: Card): Record<string, Figure> | null {
    const channels = this.live.columns[card.at]?.channels ?? {};
    const n = Object.values(channels).reduce((sum, one) => sum + one, 0);
    return n ? Object.fromEntries(Object.entries(channels).map(([name, count]) => [name, { value: count / n, unit: "share", n, numerator: count, denominator: n }])) : null;
  }

  /** Return the map's own numbers: those nobody counted for a selection are left out. */
  #fields(fields: View["fields"]): View["fields"] {
    const { goal_conversion: _, period_start: _from, period_end: _to, ...rest } = fields;
    return { ...(this.#narrowed ? rest : fields), persons: this.live.persons };
  }

  /** Return the lanes; what a note says of everybody is not true of a selection. */
  #told(lanes: readonly Lane[]): readonly Lane[] {
    if (!this.#narrowed) return lanes;
    const known = this.#lanes;
    if (known && known.base === lanes && known.persons === this.live.persons) return known.made;
    const made = lanes.map((lane) => (lane.type === "traffic" ? { ...lane, note: t("share of {n} people; red leaves here", { n: number(this.live.persons, 0) }) } : lane));
    this.#lanes = { base: lanes, persons: this.live.persons, made };
    return made;
  }

  #list(lane: string, list: readonly Card[], scene: View["scene"], type: string): readonly Card[] {
    const made = list.map((card) => this.#card(card, type)).filter((card) => !this.measured || level(card.evidence, scene.fields.as_of) === "measured");
    const before = this.#lists.get(lane);
    if (before && before.made.length === made.length && before.made.every((one, at) => one === made[at])) return before.made;
    this.#lists.set(lane, { base: list, made });
    return made;
  }

  /** Faces look at the scene, so it is renewed once a day of the data, not with every event. */
  #dressedScene({ scene }: View): View["scene"] {
    const day = this.live.as_of?.slice(0, 10) ?? "";
    if (this.#scene && this.#scene.base === scene && this.#scene.day === day) return this.#scene.made;
    const fields = { ...scene.fields, ...(this.live.as_of ? { as_of: this.live.as_of } : {}) };
    const made = { ...scene, fields };
    this.#scene = { base: scene, day, made };
    return made;
  }

  /** Moves that were made take the place of the measured ones; what somebody drew stays, branches and short cuts as they are. */
  #edges(view: View): readonly Edge[] {
    const key = [view.edges, this.live.edges, this.compare];
    if (!this.#moves || !this.#moves.key.every((one, at) => one === key[at])) this.#moves = { key, made: this.#moved(view) };
    return this.#moves.made;
  }

  #moved(view: View): readonly Edge[] {
    const name = (edge: Edge): string => `${edge.from}>${edge.to ?? ""}`;
    const made = new Map(this.live.edges.map((edge) => [name(edge), edge]));
    const drawn = view.edges.filter((edge) => !edge.figures).map((edge) => (edge.kind === "branch" || edge.kind === "skip" ? edge : { ...edge, ...(made.get(name(edge))?.figures ? { figures: made.get(name(edge))?.figures ?? {}, planned: true } : {}) }));
    const names = new Set(drawn.map(name));
    const others = this.live.edges.filter((edge) => !names.has(name(edge)));
    const strange = (edge: Edge): boolean => edge.kind === "skip" && (edge.figures?.share?.value ?? 0) >= LEAST_SKIP;
    return [...drawn, ...(this.compare ? others.map((edge) => (strange(edge) ? { ...edge, unplanned: true } : edge)) : others)];
  }
}

export interface Deviation {
  /** Of all times somebody went on from here: the share as planned, past the next step, back, and whose journey ended. */
  on: number;
  skip: number;
  back: number;
  leave: number;
  /** How many times. */
  n: number;
}

/** Return how people leave each leaf column, beside what the order of the columns and the drawn moves plan. */
export function deviations(view: View, edges: readonly Edge[]): Map<string, Deviation> {
  const place = new Map(view.tree.leaves.map((leaf, at) => [leaf.key, at]));
  const planned = new Set(view.edges.filter((edge) => !edge.figures || edge.planned).map((edge) => `${edge.from}>${edge.to ?? ""}`));
  const found = new Map<string, Deviation>();
  for (const edge of edges) {
    const times = (edge.figures?.count ?? edge.figures?.persons)?.value ?? 0; // a journey ends once
    const from = place.get(edge.from);
    if (from === undefined) continue;
    const one = found.get(edge.from) ?? { on: 0, skip: 0, back: 0, leave: 0, n: 0 };
    const to = edge.to ? place.get(edge.to) : undefined;
    one.n += times;
    if (to === undefined) one.leave += times;
    else if (to === from + 1 || planned.has(`${edge.from}>${edge.to ?? ""}`)) one.on += times;
    else if (to > from) one.skip += times;
    else one.back += times;
    found.set(edge.from, one);
  }
  for (const [key, { on, skip, back, leave, n }] of found) found.set(key, { on: on / (n || 1), skip: skip / (n || 1), back: back / (n || 1), leave: leave / (n || 1), n });
  return found;
}
