/** A Y.Doc watched and kept as one immutable view, of which an edit renews only what it touched. */

import * as Y from "yjs";
import type { Other } from "./beside";
import { trust } from "./evidence";
import type { Scene } from "./face";
import { ordered, readAll, readColumns, readFields, readOne, root } from "./reading";
import { treeOf, type Tree } from "./tree";
import type { Card, CardLink, Collection, Edge, Lane, MapFields, Note, Path, Persona, Touchpoint } from "./types";

export interface View {
  fields: MapFields;
  tree: Tree;
  lanes: readonly Lane[];
  cards: ReadonlyMap<string, Card>;
  byLane: ReadonlyMap<string, readonly Card[]>;
  personas: readonly Persona[];
  touchpoints: readonly Touchpoint[];
  edges: readonly Edge[];
  paths: readonly Path[];
  links: readonly CardLink[];
  notes: readonly Note[];
  scene: Scene;
  trust: readonly [number, number];
}

const NONE: readonly Card[] = [];

interface Changed {
  key: string;
  before: Card | undefined;
  after: Card | undefined;
}

export class MapStore {
  #view: View;
  #dress: ((view: View) => View) | null = null; // the same view for the same view
  #heard = new Set<() => void>();
  #cards = new Map<string, Card>();
  #stop: (() => void)[] = [];
  #translating = false;
  #tickets: Scene["tickets"];
  #other: Other | undefined;

  constructor(readonly doc: Y.Doc, private locale: string) {
    this.#view = this.#read();
    this.#watch();
  }

  get = (): View => (this.#dress ? this.#dress(this.#view) : this.#view);

  /** Show the map as `dress` makes it, such as with the figures of now; null shows the document itself. */
  dress(dress: ((view: View) => View) | null): void {
    this.#dress = dress;
    this.#heard.forEach((heard) => heard());
  }

  subscribe = (heard: () => void): (() => void) => {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  };

  /** Read texts in another language from now on; `translating` marks those that are not told in it. */
  speak(locale: string, translating = false): void {
    if (locale === this.locale && translating === this.#translating) return;
    this.locale = locale;
    this.#translating = translating;
    this.#say({ scene: this.#scene(this.#view) });
  }

  /** Draw another map's curves beside this one's, or no longer. */
  compare(other: Other | undefined): void {
    this.#other = other;
    this.#say({ scene: this.#scene(this.#view) });
  }

  /** Say on cards how far the tickets are that their items are linked to. */
  follow(tickets: NonNullable<Scene["tickets"]>): void {
    if (tickets.size === 0 && !this.#tickets?.size) return;
    this.#tickets = tickets;
    this.#say({ scene: this.#scene(this.#view) });
  }

  close(): void {
    this.#stop.forEach((stop) => stop());
    this.#heard.clear();
  }

  #read(): View {
    const { doc } = this;
    const cards = readAll<Card>(doc, "cards");
    this.#cards = new Map(cards.map((one) => [one.key, one]));
    const fields = readFields(doc);
    const view = {
      fields,
      tree: treeOf(readColumns(doc)),
      lanes: this.#lanes(),
      cards: this.#cards,
      byLane: grouped(cards, new Map()),
      personas: readAll<Persona>(doc, "personas"),
      touchpoints: readAll<Touchpoint>(doc, "touchpoints"),
      edges: readAll<Edge>(doc, "edges"),
      paths: readAll<Path>(doc, "paths"),
      links: readAll<CardLink>(doc, "links"),
      notes: readAll<Note>(doc, "notes"),
      trust: trust(cards, fields),
    };
    return { ...view, scene: this.#scene(view) };
  }

  #lanes = (): Lane[] => readAll<Lane>(this.doc, "lanes").map((one) => ({ ...one, title: one.title ?? "", type: one.type ?? "" }));

  #scene(view: Pick<View, "fields" | "personas" | "paths">): Scene {
    return { locale: this.locale, translating: this.#translating, fields: looked(view.fields), personas: new Map(view.personas.map((one) => [one.key, one])), paths: view.paths, ...(this.#other ? { other: this.#other } : {}), ...(this.#tickets?.size ? { tickets: this.#tickets } : {}) };
  }

  #watch(): void {
    const on = (name: Collection | "map", heard: (events: Y.YEvent<Y.AbstractType<unknown>>[]) => void): void => {
      const source = root(this.doc, name);
      source.observeDeep(heard);
      this.#stop.push(() => source.unobserveDeep(heard));
    };
    on("cards", (events) => this.#touched(events));
    on("map", () => {
      const fields = readFields(this.doc);
      const { as_of, locale } = this.#view.fields;
      this.#say({ fields }, fields.as_of !== as_of || fields.locale !== locale); // who types a title leaves all cards alone
    });
    on("columns", () => this.#say({ tree: treeOf(readColumns(this.doc)) }));
    on("lanes", () => this.#say({ lanes: this.#lanes() }));
    on("personas", () => this.#say({ personas: readAll(this.doc, "personas") }, true));
    on("paths", () => this.#say({ paths: readAll(this.doc, "paths") }, true));
    on("edges", () => this.#say({ edges: readAll(this.doc, "edges") }));
    on("links", () => this.#say({ links: readAll(this.doc, "links") }));
    on("notes", () => this.#say({ notes: readAll(this.doc, "notes") }));
    on("touchpoints", () => this.#say({ touchpoints: readAll(this.doc, "touchpoints") }));
  }

  #touched(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void {
    const keys = new Set<string>();
    for (const event of events) {
      if (event.path.length) keys.add(String(event.path[0]));
      else for (const key of (event as Y.YMapEvent<unknown>).keysChanged) keys.add(key);
    }
    const placed = [...keys].every((key) => this.#cards.has(key)) && !events.some((event) => event.path.length === 1 && (event as Y.YMapEvent<unknown>).keysChanged.has("order"));
    const changes = [...keys].map((key) => ({ key, before: this.#cards.get(key), after: readOne<Card>(this.doc, "cards", key) ?? undefined }));
    if (placed && changes.every(({ before, after }) => before && after && before.lane === after.lane)) this.#retold(changes);
    else this.#replaced(changes);
  }

  /** Cards changed where they are: only their lanes are renewed. */
  #retold(changes: readonly Changed[]): void {
    const { byLane, fields } = this.#view;
    const next = new Map(byLane);
    for (const { key, after } of changes) if (after) this.#cards.set(key, after);
    for (const lane of new Set(changes.map(({ after }) => after?.lane ?? ""))) {
      next.set(lane, (byLane.get(lane) ?? NONE).map((card) => this.#cards.get(card.key) ?? card));
    }
    const [was, is] = [changes.flatMap(({ before }) => before ?? []), changes.flatMap(({ after }) => after ?? [])].map((cards) => trust(cards, fields));
    const [n, total] = this.#view.trust;
    this.#say({ cards: this.#cards, byLane: next, trust: same(this.#view.trust, [n + (is?.[0] ?? 0) - (was?.[0] ?? 0), total + (is?.[1] ?? 0) - (was?.[1] ?? 0)]) });
  }

  /** Cards came, went or moved: all are put in order anew. */
  #replaced(changes: readonly Changed[]): void {
    const next = new Map(this.#cards);
    for (const { key, after } of changes) {
      if (after) next.set(key, after);
      else next.delete(key);
    }
    this.#cards = sorted(this.doc, next);
    const cards = [...this.#cards.values()];
    this.#say({ cards: this.#cards, byLane: grouped(cards, this.#view.byLane), trust: trust(cards, this.#view.fields) });
  }

  #say(part: Partial<View>, scene = false): void {
    const view = { ...this.#view, ...part };
    this.#view = scene ? { ...view, scene: this.#scene(view) } : view;
    this.#heard.forEach((heard) => heard());
  }
}

/** What cards look at of the fields of a map. */
const looked = ({ as_of, locale }: MapFields): Scene["fields"] => ({ ...(as_of === undefined ? {} : { as_of }), ...(locale === undefined ? {} : { locale }) });

const same = (before: View["trust"], after: View["trust"]): View["trust"] => (before[0] === after[0] && before[1] === after[1] ? before : after);

function sorted(doc: Y.Doc, cards: ReadonlyMap<string, Card>): Map<string, Card> {
  const found = new Map<string, Card>();
  for (const { key } of ordered(doc, "cards")) {
    const card = cards.get(key);
    if (card) found.set(key, card);
  }
  return found;
}

/** Group cards by lane; a lane whose cards are the very same keeps its list. */
function grouped(cards: readonly Card[], before: ReadonlyMap<string, readonly Card[]>): Map<string, readonly Card[]> {
  const found = new Map<string, Card[]>();
  for (const card of cards) {
    const list = found.get(card.lane);
    if (list) list.push(card);
    else found.set(card.lane, [card]);
  }
  return new Map([...found].map(([lane, list]) => {
    const old = before.get(lane) ?? NONE;
    return [lane, old.length === list.length && old.every((card, at) => card === list[at]) ? old : list];
  }));
}
