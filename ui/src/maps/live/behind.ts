/** Which number is looked behind stands in the address, `?behind=columns/KEY:FIGURE`: coming back shows it again. */

import { useEffect, useRef } from "react";
import { useQueryState } from "../../lib/router";
import type { Editor } from "../editor";
import type { Cell } from "../model/moving";
import { cardSpan } from "../model/tree";

/** Return what is looked behind, as it stands in an address; "" while nothing is. */
function told({ state, view }: Editor): string {
  const { active, panel, figure } = state;
  if (panel !== "numbers" || !active || active.kind === "lane") return "";
  if (active.kind === "card" && !active.key.startsWith(":")) return `cards/${active.key}:${figure}`;
  const column = active.kind === "column" ? active.key : view.tree.leaves[active.column]?.key;
  return column ? `columns/${column}:${figure}` : "";
}

function cellAt({ view }: Editor, kind: string, key: string): Cell | null {
  if (kind === "columns") return view.tree.index.has(key) ? { kind: "column", key } : null;
  const card = view.cards.get(key);
  const span = card && cardSpan(view.tree, card);
  return span ? { kind: "card", key, column: span[0] } : null;
}

export function useBehind(editor: Editor): void {
  const [asked, setAsked] = useQueryState("behind");
  const ours = useRef("");
  useEffect(() => {
    if (!asked || asked === ours.current) return undefined;
    const look = (): boolean => {
      const [, kind = "", key = "", figure = ""] = /^(\w+)\/(.+):(\w*)$/.exec(asked) ?? [];
      const cell = cellAt(editor, kind, key);
      if (!cell) return false;
      ours.current = asked;
      editor.focus(cell);
      editor.set({ panel: "numbers", figure });
      return true;
    };
    if (look()) return undefined;
    const stop = editor.session.store.subscribe(() => { if (look()) stop(); }); // the map may still be on its way
    return stop;
  }, [asked, editor]);
  useEffect(() => {
    return editor.subscribe(() => {
      const next = told(editor);
      if (next === ours.current) return;
      ours.current = next;
      setAsked(next);
    });
  }, [editor, setAsked]);
}
