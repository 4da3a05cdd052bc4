/** Come to a map where a search found something: `?at=cards/KEY` or `?at=columns/KEY`. */

import { useEffect } from "react";
import { useQueryState } from "../lib/router";
import { cardSpan } from "./model/tree";
import type { Editor } from "./editor";
import { useView } from "./view/use";

export function useArrival(editor: Editor): void {
  const [at, setAt] = useQueryState("at");
  const view = useView();
  useEffect(() => {
    const [kind, key = ""] = at.split("/");
    const card = kind === "cards" ? view.cards.get(key) : undefined;
    const span = card && cardSpan(view.tree, card);
    if (span) editor.focus({ kind: "card", key, column: span[0] });
    else if (kind === "columns" && view.tree.index.has(key)) editor.focus({ kind: "column", key });
    else return;
    setAt("");
  }, [at, editor, setAt, view]);
}
