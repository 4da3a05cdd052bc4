/** A map dressed in the figures of now: the document stays as it is, the view shows what the data say. */

import { level, trust } from "./evidence";
import type { View } from "./store";
import { treeOf } from "./tree";
import type { Card, Column, Edge, Evidence, Figure, Level } from "./types";

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
  made: T;
}

/** Keeps what did not change, so that a new event renews only the lanes whose numbers moved. */
export class Dresser {
  #cards = new Map<string, Worn<Card, LiveCard>>();
  #columns = new Map<string, Worn<Column, LiveColumn>>();
  #lanes = new Map<string, { base: readonly Card[]; made: readonly Card[] }>();
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
    for (const [lane, list] of view.byLane) byLane.set(lane, this.#lane(lane, list, scene));
    for (const list of byLane.values()) for (const card of list) cards.set(card.key, card);
    return { ...view, tree, scene, fields: scene.fields, cards, byLane, edges: this.#edges(view), trust: trust(cards.values(), scene.fields) };
  }

  #column(column: Column): Column {
    const live = this.live.columns[column.key];
    const worn = this.#columns.get(column.key);
    if (worn && worn.base === column && worn.live === live) return worn.made;
    const made = live ? { ...column, figures: live.figures } : { ...column, figures: {} };
    this.#columns.set(column.key, { base: column, live, made });
    return made;
  }

  #card(card: Card): Card {
    const live = this.live.cards[card.key];
    const worn = this.#cards.get(card.key);
    if (worn && worn.base === card && worn.live === live) return worn.made;
    const figures = Object.fromEntries(Object.entries(card.figures ?? {}).map(([name, one]) => [name, live?.figures[name] ?? one]));
    const made: Card = live ? { ...card, ...(live.value ? { value: live.value } : {}), ...(card.figures ? { figures } : {}), evidence: live.evidence } : card;
    this.#cards.set(card.key, { base: card, live, made });
    return made;
  }

  #lane(lane: string, list: readonly Card[], scene: View["scene"]): readonly Card[] {
    const made = list.map((card) => this.#card(card)).filter((card) => !this.measured || level(card.evidence, scene.fields.as_of) === "measured");
    const before = this.#lanes.get(lane);
    if (before && before.made.length === made.length && before.made.every((one, at) => one === made[at])) return before.made;
    this.#lanes.set(lane, { base: list, made });
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

  /** Moves that were made take the place of the measured ones; moves somebody drew and nobody made stay. */
  #edges(view: View): readonly Edge[] {
    const key = [view.edges, this.live.edges, this.compare];
    if (!this.#moves || !this.#moves.key.every((one, at) => one === key[at])) this.#moves = { key, made: this.#moved(view) };
    return this.#moves.made;
  }

  #moved(view: View): readonly Edge[] {
    const name = (edge: Edge): string => `${edge.from}>${edge.to ?? ""}`;
    const made = new Map(this.live.edges.map((edge) => [name(edge), edge]));
    const drawn = view.edges.filter((edge) => !edge.figures).map((edge) => ({ ...edge, ...(made.get(name(edge))?.figures ? { figures: made.get(name(edge))?.figures ?? {} } : {}) }));
    const names = new Set(drawn.map(name));
    const others = this.live.edges.filter((edge) => !names.has(name(edge)));
    const strange = (edge: Edge): boolean => edge.kind === "skip" && (edge.figures?.share?.value ?? 0) >= LEAST_SKIP;
    return [...drawn, ...(this.compare ? others.map((edge) => (strange(edge) ? { ...edge, unplanned: true } : edge)) : others)];
  }
}

export interface Deviation {
  /** Share of those who came that go on as planned, pass the next step over, go back, leave. */
  on: number;
  skip: number;
  back: number;
  leave: number;
  n: number;
}

/** Return how people leave each leaf column, beside what the order of the columns and the drawn moves plan. */
export function deviations(view: View, edges: readonly Edge[]): Map<string, Deviation> {
  const place = new Map(view.tree.leaves.map((leaf, at) => [leaf.key, at]));
  const planned = new Set(view.edges.filter((edge) => !edge.figures || edge.kind === "branch").map((edge) => `${edge.from}>${edge.to ?? ""}`));
  const found = new Map<string, Deviation>();
  for (const edge of edges) {
    const share = edge.figures?.share?.value ?? 0;
    const from = place.get(edge.from);
    if (from === undefined) continue;
    const one = found.get(edge.from) ?? { on: 0, skip: 0, back: 0, leave: 0, n: edge.figures?.share?.n ?? 0 };
    const to = edge.to ? place.get(edge.to) : undefined;
    if (to === undefined) one.leave += share;
    else if (to === from + 1 || planned.has(`${edge.from}>${edge.to ?? ""}`)) one.on += share;
    else if (to > from) one.skip += share;
    else one.back += share;
    found.set(edge.from, one);
  }
  return found;
}
