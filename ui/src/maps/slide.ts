/** One stage of a map as a map of its own, for showing it large. */

import { Editor } from "./editor";
import type { View } from "./model/store";
import { cardSpan, treeOf } from "./model/tree";
import { reachOf } from "./model/river";
import { laneKind } from "./lanes";
import type { MapSession } from "./session";

const NOBODY: readonly never[] = [];

/** Return the part of a view that one stage covers, without lanes that say nothing there. */
export function stageOf(view: View, stage: string): View {
  const inside = new Set([stage]);
  for (const column of view.tree.columns) if (inside.has(column.parent ?? "")) inside.add(column.key);
  const tree = treeOf(view.tree.columns.filter((one) => inside.has(one.key)).map((one) => (one.key === stage ? { ...one, parent: "" } : one)));
  const lanes = view.lanes.filter((lane) => {
    const cards = view.byLane.get(lane.key) ?? [];
    if (cards.some((card) => cardSpan(tree, card))) return true;
    return laneKind(lane.type).shape === "river" && reachOf({ lane, cards, scene: view.scene }, tree).some(Boolean);
  });
  return { ...view, tree, lanes };
}

/** Return an editor that shows a view nobody can change. */
export function slide(view: View, zoom: number, least: number): Editor {
  const session = { store: { get: () => view, subscribe: () => () => undefined }, writable: false, point: () => undefined, peers: () => NOBODY, subscribe: () => () => undefined };
  const editor = new Editor(session as unknown as MapSession);
  editor.least = least;
  editor.set({ zoom });
  return editor;
}
