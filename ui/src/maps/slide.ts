/** One stage of a map as a map of its own, for showing it large. */

import { Editor, titleRoom } from "./editor";
import type { View } from "./model/store";
import { cardSpan, treeOf, type Tree } from "./model/tree";
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
  const byLane = new Map([...view.byLane].map(([lane, cards]) => [lane, cards.map((card) => within(view.tree, tree, card))]));
  const lanes = view.lanes.filter((lane) => {
    const cards = byLane.get(lane.key) ?? [];
    if (cards.some((card) => cardSpan(tree, card))) return true;
    return laneKind(lane.type).shape === "river" && reachOf({ lane, cards, scene: view.scene }, tree).some(Boolean);
  });
  return { ...view, tree, lanes, byLane };
}

/** Return a card as far as it lies in a part of the map: one that begins before it begins there with the part. */
function within(whole: Tree, part: Tree, card: Card): Card {
  const span = cardSpan(whole, card);
  if (!span) return card;
  const inside = part.leaves.filter((leaf) => {
    const at = whole.span.get(leaf.key)?.[0] ?? -1;
    return at >= span[0] && at <= span[1];
  });
  const [first, last] = [inside[0], inside.at(-1)];
  return first && last && (!part.span.has(card.at) || (card.to && !part.span.has(card.to))) ? { ...card, at: first.key, to: last.key } : card;
}

/** Return an editor that shows a view nobody can change. */
export function slide(view: View, zoom: number, least: number, narrow: boolean): Editor {
  const session = { store: { get: () => view, subscribe: () => () => undefined }, writable: false, point: () => undefined, peers: () => NOBODY, subscribe: () => () => undefined };
  const editor = new Editor(session as unknown as MapSession);
  editor.titleWidth = titleRoom(narrow);
  editor.least = least;
  editor.set({ zoom });
  return editor;
}
