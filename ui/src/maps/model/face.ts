/** What a card shows, as blocks: the same list is measured for its height and drawn, so that both agree. */

import { itemStatus } from "../../library/kinds";
import { figure, figureName, inOrder, interval } from "../../lib/format";
import type { Mini } from "../../charts/small";
import type { Other } from "./beside";
import { isPrompt, level } from "./evidence";
import { localised, type Card, type Column, type Figure, type Lane, type Level, type MapFields, type Path, type Persona } from "./types";

export type Style = "head" | "strong" | "body" | "small" | "tiny" | "number" | "quote" | "name";
export type Box = "" | "panel" | "pain" | "warn" | "good" | "soft" | "solution" | "prompt";

export type Block =
  | { kind: "text"; text: string; style: Style; lang?: string; said?: string }
  | { kind: "mix"; parts: { name: string; share: number; shown: string; colour: number }[] }
  | { kind: "dots"; filled: number; shown: string; other: boolean }
  | { kind: "bar"; part: number; bad: boolean; shown: string }
  | { kind: "picture"; src: string; alt: string; height: number }
  | { kind: "sign"; sign: "video" | "document"; shown: string }
  | { kind: "mini"; mini: Mini; exploration: string }
  | { kind: "counted"; exploration: string; value: Figure }
  | { kind: "tickets"; told: readonly Told[] }
  | { kind: "tags"; tags: readonly string[] };

/** How far a ticket is, in a sign, its name and words. */
export interface Told {
  far: string;
  sign: string;
  key: string;
  words: string;
}

export interface Face {
  box: Box;
  blocks: Block[];
  level: Level | null;
  icon?: string;
  colour?: string;
}

/** What a face may look at besides its card; a new one means that all faces are made anew. */
export interface Scene {
  locale: string;
  /** Texts that are not told in the locale are marked. */
  translating?: boolean;
  /** What faces look at of the map's own fields: as the others change, they stay. */
  fields: Pick<MapFields, "as_of" | "locale">;
  /** Another map, whose curves are drawn beside this one's. */
  other?: Other;
  personas: ReadonlyMap<string, Persona>;
  paths: readonly Path[];
  /** Item → how far the tickets are that it is linked to. */
  tickets?: ReadonlyMap<string, readonly Told[]>;
}

/** Return how far the tickets are of the item that a card shows. */
export const ticketsOf = (card: Card, scene: Scene): readonly Told[] => (typeof card.props?.item === "string" ? (scene.tickets?.get(card.props.item) ?? []) : []);

export interface Row {
  lane: Lane;
  cards: readonly Card[];
  scene: Scene;
}

/** One lane type: a file in `maps/lanes`. */
export interface LaneKind {
  name: string;
  label: string;
  hint: string;
  shape: "cards" | "curve" | "river";
  face?: (card: Card, row: Row) => Face;
  /** Cards a lane shows while nobody put any on it. */
  derived?: (columns: readonly Column[], row: Row) => Card[];
  /** Ends and words of a curve's scale. */
  scale?: { low: number; high: number; words: readonly [string, string, string]; height: number };
  /** What is typed as a number is the value of the card. So it is too where a new card begins with a value. */
  numeric?: boolean;
  /** Ends of a scale that is no curve. */
  range?: readonly [number, number];
  /** What a new card of this lane begins with. */
  fresh?: Partial<Card>;
  /** A band of colour over all columns rather than a row of cards. */
  band?: boolean;
  /** Role of the service blueprint a new lane begins with. */
  role?: string;
}

export const text = (words: string, style: Style = "body", extra: { lang?: string; said?: string } = {}): Block[] =>
  words ? [{ kind: "text", text: words, style, ...extra }] : [];

export const glyph = (card: Card, scene: Scene): Level | null => (isPrompt(card) ? null : level(card.evidence, scene.fields.as_of));

/** Return the persona a card is about, where its lane is not hers already. */
export function belongs(card: Card, { lane, scene }: Row): string {
  const persona = card.persona && card.persona !== lane.persona ? scene.personas.get(card.persona) : undefined;
  return localised(persona?.name, scene.locale);
}

/** Return a card's figures in words, unless its detail already says one of them. */
function figures(card: Card, detail: string): string {
  const values = inOrder(card.figures).map(([name, one]) => [figure(one), figureName(name)] as const);
  return values.some(([value]) => detail.includes(value)) ? "" : values.map((one) => one.join(" ")).join(" · ");
}

/** Plain text on its columns. */
export function plain(card: Card, row: Row, style: Style = "body"): Face {
  const { locale } = row.scene;
  const value = card.value ? [...text(figure(card.value), "number", { said: interval(card.value) })] : [];
  const blocks = [
    ...value,
    ...text(localised(card.text, locale), isPrompt(card) ? "small" : style),
    ...text([localised(card.detail, locale), figures(card, localised(card.detail, locale))].filter(Boolean).join(" · "), "small"),
    ...text([card.channel, card.owner, card.status && itemStatus(card.status)].filter(Boolean).join(" · "), "small"),
    ...text(belongs(card, row), "tiny"),
  ];
  return { box: isPrompt(card) ? "prompt" : "", blocks, level: glyph(card, row.scene) };
}

/** A card in a box. */
export function boxed(card: Card, row: Row, box: Box, style: Style = "head"): Face {
  const { locale } = row.scene;
  const detail = localised(card.detail, locale);
  const owned = [card.status && itemStatus(card.status), card.owner, card.channel].filter((one): one is string => Boolean(one) && !detail.includes(one ?? ""));
  const blocks = [
    ...text(localised(card.text, locale), isPrompt(card) ? "small" : style),
    ...(card.value && !detail ? text(figure(card.value), "strong") : []),
    ...text([detail, figures(card, detail), ...owned].filter(Boolean).join(" · "), "small"),
    ...text(belongs(card, row), "tiny"),
  ];
  return { box: isPrompt(card) ? "prompt" : box, blocks, level: glyph(card, row.scene) };
}

/** Value first and larger, what it is second, its interval in brackets. */
/** Return the kept query that counts a card's number; empty for other cards. */
export const counted = (card: Card): string => (card.props?.sql === true && typeof card.props.exploration === "string" ? card.props.exploration : "");

export function numbers(card: Card, row: Row): Face {
  const { locale } = row.scene;
  const blocks: Block[] = [];
  const label = localised(card.text, locale);
  if (card.value && counted(card)) blocks.push({ kind: "counted", exploration: counted(card), value: card.value }, ...text(label, "small"));
  else if (card.value) {
    blocks.push(...text(figure(card.value), "number"), ...text(label, "small"));
    blocks.push(...text(interval(card.value) && `(${interval(card.value)})`, "tiny"));
  } else blocks.push(...text(label, isPrompt(card) ? "small" : "strong"));
  for (const [name, one] of inOrder(card.figures)) {
    if (blocks.length === 0) {
      blocks.push(...text(figure(one), "number"), ...text(figureName(name), "small"), ...text(interval(one) && `(${interval(one)})`, "tiny"));
    } else blocks.push(...text(`${figure(one)} ${figureName(name)}`, "small"));
  }
  blocks.push(...text(localised(card.detail, locale), "small"), ...text(belongs(card, row), "tiny"));
  return { box: isPrompt(card) ? "prompt" : "", blocks, level: card.key.startsWith(":") ? null : glyph(card, row.scene) };
}

/** Return one card a column with those of its figures, for lanes of numbers nobody put cards on. */
export const columnFigures = (names: readonly string[]) => (columns: readonly Column[], { lane }: Row): Card[] =>
  columns.flatMap((column) => {
    const wanted = (lane.props?.figures as string[] | undefined) ?? names;
    const found = wanted.flatMap((name) => (column.figures?.[name] ? [[name, column.figures[name]] as const] : []));
    return found.length ? [{ key: `:${lane.key}:${column.key}`, lane: lane.key, at: column.key, figures: Object.fromEntries(found) }] : [];
  });
