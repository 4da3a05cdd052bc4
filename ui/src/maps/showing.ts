/** Going to an element that a list beside the map names, as "cards/<key>". */

import { cardSpan } from "./model/tree";
import type { Editor } from "./editor";
import { laneKind } from "./lanes";
import type { Cell } from "./model/moving";
import type { View } from "./model/store";
import type { Card } from "./model/types";

/** Return a card: one that somebody put there, or one that its lane makes of the data while it has none. */
export function cardOf(view: View, key: string): Card | undefined {
  const own = view.cards.get(key);
  if (own || !key.startsWith(":")) return own;
  const lane = view.lanes.find((one) => key.startsWith(`:${one.key}:`));
  if (!lane || view.byLane.get(lane.key)?.length) return undefined;
  return laneKind(lane.type).derived?.(view.tree.leaves, { lane, cards: [], scene: view.scene }).find((one) => one.key === key);
}

export function cellOf({ view }: Editor, element: string): Cell | null {
  const [kind, key = ""] = element.split("/");
  const card = kind === "cards" ? cardOf(view, key) : undefined;
  const span = card && cardSpan(view.tree, card);
  if (span) return { kind: "card", key, column: span[0] };
  if (kind === "columns" && view.tree.index.has(key)) return { kind: "column", key };
  return kind === "lanes" && view.lanes.some((one) => one.key === key) ? { kind: "lane", key } : null;
}

export const isThere = (editor: Editor, element: string): boolean => cellOf(editor, element) !== null;

export function show(editor: Editor, element: string): void {
  const cell = cellOf(editor, element);
  if (cell) editor.focus(cell);
}
