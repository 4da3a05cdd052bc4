/** Come to a map where a search found something: `?at=cards/KEY` or `?at=columns/KEY`. */

import { useEffect } from "react";
import { useQueryState } from "../lib/router";
import { cardSpan } from "./model/tree";
import type { Editor } from "./editor";

/** Stand on what was asked for; say whether it is on the map yet. */
function arrive(editor: Editor, at: string): boolean {
  const { view } = editor;
  const [kind, key = ""] = at.split("/");
  const card = kind === "cards" ? view.cards.get(key) : undefined;
  const span = card && cardSpan(view.tree, card);
  if (span) editor.focus({ kind: "card", key, column: span[0] });
  else if (kind === "columns" && view.tree.index.has(key)) editor.focus({ kind: "column", key });
  else return false;
  return true;
}

export function useArrival(editor: Editor): void {
  const [at, setAt] = useQueryState("at");
  useEffect(() => {
    if (!at) return undefined;
    const look = (): void => {
      if (arrive(editor, at)) setAt("");
    };
    look();
    // The map may still be on its way.
    return editor.session.store.subscribe(look);
  }, [at, editor, setAt]);
}
