/** The map counted: stages across, and down what somebody chooses; each cell its cards and how many of them hurt. */

import { level } from "./evidence";
import { tagsOf } from "./filter";
import type { View } from "./store";
import { cardSpan } from "./tree";
import type { Card, Lane } from "./types";

export type Side = "lanes" | "personas" | "channels" | "tags" | "levels";

export interface Cell {
  cards: readonly Card[];
  pains: number;
  good: number;
}

export interface MatrixRow {
  /** Value of the side; "" for cards that have none. */
  key: string;
  cells: readonly Cell[];
  /** How many cards, each counted once. */
  total: number;
}

const rowsOf = (card: Card, lane: Lane, side: Side, view: View): readonly string[] => {
  switch (side) {
    case "lanes":
      return [lane.key];
    case "personas":
      return [card.persona || lane.persona || ""];
    case "channels":
      return [card.channel ?? ""];
    case "tags":
      return tagsOf(card).length ? tagsOf(card) : [""];
    case "levels":
      return [level(card.evidence, view.scene.fields.as_of)];
  }
};

const hurts = (card: Card, lane: Lane): boolean => card.tone === "pain" || card.tone === "warn" || (lane.type === "pain_point" && card.tone !== "good");

/** Count the cards of a map by stage and by one side of them; a card over several stages counts in each, and once in the total. */
export function matrixOf(view: View, side: Side, wanted: (card: Card, lane: Lane) => boolean): MatrixRow[] {
  const { tree } = view;
  const order: readonly string[] = side === "lanes" ? view.lanes.map((one) => one.key) : side === "personas" ? view.personas.map((one) => one.key) : side === "levels" ? ["hypothesis", "reported", "observed", "measured"] : [];
  const found = new Map<string, { cards: Card[]; pains: number; good: number }[]>();
  for (const lane of view.lanes) {
    for (const card of view.byLane.get(lane.key) ?? []) {
      const span = cardSpan(tree, card);
      if (!span || !wanted(card, lane)) continue;
      for (const key of rowsOf(card, lane, side, view)) {
        const cells = found.get(key) ?? tree.stages.map(() => ({ cards: [], pains: 0, good: 0 }));
        found.set(key, cells);
        tree.stages.forEach((stage, at) => {
          const [first, last] = tree.span.get(stage.key) ?? [0, -1];
          const cell = cells[at];
          if (!cell || span[1] < first || span[0] > last) return;
          cell.cards.push(card);
          if (hurts(card, lane)) cell.pains += 1;
          if (card.tone === "good") cell.good += 1;
        });
      }
    }
  }
  const place = (key: string): number => (key === "" ? Infinity : order.includes(key) ? order.indexOf(key) : order.length);
  return [...found]
    .map(([key, cells]) => ({ key, cells, total: new Set(cells.flatMap((cell) => cell.cards)).size }))
    .sort((a, b) => place(a.key) - place(b.key) || b.total - a.total || (a.key < b.key ? -1 : 1));
}
