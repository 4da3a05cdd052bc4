/** One stage of a map as a map of its own, for showing it large. */

import { Editor } from "./editor";
import type { View } from "./model/store";
import { cardSpan, treeOf } from "./model/tree";
import type { Card } from "./model/types";
import { reachOf } from "./model/river";
import { laneKind } from "./lanes";
import type { MapSession } from "./session";

const NOBODY: readonly never[] = [];

/** Return the part of a view that one stage covers, without lanes that say nothing there. */
export function stageOf(view: View, stage: string): View {
  const inside = new Set([stage]);
  for (const column of view.tree.columns) if (inside.has(column.parent ?? "")) inside.add(column.key);
  const tree = treeOf(view.tree.columns.filter((one) => inside.has(one.key)).map((one) => (one.key === stage ? { ...one, parent: "" } : one)));
  const whole = view.tree.span.get(stage) ?? [0, -1];
  const byLane = new Map([...view.byLane].map(([lane, cards]) => [lane, cards.flatMap((card) => within(view, card, whole))] as const));
  const lanes = view.lanes.filter((lane) => {
    const cards = byLane.get(lane.key) ?? [];
    if (cards.some((card) => cardSpan(tree, card))) return true;
    return laneKind(lane.type).shape === "river" && reachOf({ lane, cards, scene: view.scene }, tree).some(Boolean);
  });
  return { ...view, tree, lanes, byLane };
}

/** Return the part of a card that stands on some of the steps: one that reaches in from the stage before begins with the first. */
function within(view: View, card: Card, [first, last]: readonly [number, number]): Card[] {
  const span = cardSpan(view.tree, card);
  if (!span || span[1] < first || span[0] > last) return [];
  if (span[0] >= first && span[1] <= last) return [card];
  const [at, to] = [view.tree.leaves[Math.max(span[0], first)]?.key, view.tree.leaves[Math.min(span[1], last)]?.key];
  return at && to ? [{ ...card, at, to }] : [];
}

/** Return an editor that shows a view nobody can change. */
export function slide(view: View, zoom: number, least: number): Editor {
  const session = { store: { get: () => view, subscribe: () => () => undefined }, writable: false, point: () => undefined, peers: () => NOBODY, subscribe: () => () => undefined };
  const editor = new Editor(session as unknown as MapSession);
  editor.least = least;
  editor.set({ zoom });
  return editor;
}
