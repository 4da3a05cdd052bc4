/** Going to an element that a list beside the map names, as "cards/<key>". */

import { cardSpan } from "./model/tree";
import type { Editor } from "./editor";
import type { Cell } from "./model/moving";

function cellOf({ view }: Editor, element: string): Cell | null {
  const [kind, key = ""] = element.split("/");
  const card = view.cards.get(key);
  const span = card && cardSpan(view.tree, card);
  if (kind === "cards" && span) return { kind: "card", key, column: span[0] };
  if (kind === "columns" && view.tree.index.has(key)) return { kind: "column", key };
  return kind === "lanes" && view.lanes.some((one) => one.key === key) ? { kind: "lane", key } : null;
}

export const isThere = (editor: Editor, element: string): boolean => cellOf(editor, element) !== null;

export function show(editor: Editor, element: string): void {
  const cell = cellOf(editor, element);
  if (cell) editor.focus(cell);
}
