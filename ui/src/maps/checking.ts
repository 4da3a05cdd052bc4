/** What falls short on an open map: asked of the server when nobody has typed for a moment, and mended here. */

import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Flaw } from "../lib/api/contract";
import { findings } from "../lib/queries";
import type { Editor } from "./editor";
import { put, putTop, remove } from "./model/edit";
import { cardSpan } from "./model/tree";
import type { Collection } from "./model/types";

const QUIET_MS = 1500; // without edits, before the map is checked
const SAVING_MS = 300; // until it is looked again whether the server has the edits

export const useFindings = (id: string): UseQueryResult<Flaw[]> => useQuery(findings(id));

/** Check the map anew when it was edited, off the way of the fingers: a keystroke only sets a clock back. */
export function useChecking(id: string, editor: Editor): void {
  const client = useQueryClient();
  useEffect(() => {
    const { doc } = editor.session;
    let clock = 0;
    const check = (): void => {
      if (editor.session.state().waiting) clock = setTimeout(check, SAVING_MS) as unknown as number;
      else void client.invalidateQueries(findings(id));
    };
    const edited = (): void => {
      clearTimeout(clock);
      clock = setTimeout(check, QUIET_MS) as unknown as number;
    };
    doc.on("update", edited);
    return () => {
      clearTimeout(clock);
      doc.off("update", edited);
    };
  }, [client, editor, id]);
}

const named = (element: string): [string, string] => {
  const [collection = "", ...key] = element.split("/");
  return [collection, key.join("/")];
};

/** Go to where something falls short; false where the whole map does, or the place cannot be stood on. */
export function goTo(editor: Editor, { element }: Flaw): boolean {
  const [collection, key] = named(element);
  const card = collection === "cards" ? editor.view.cards.get(key) : undefined;
  const span = card && cardSpan(editor.view.tree, card);
  if (card && span) editor.focus({ kind: "card", key, column: span[0] });
  else if (collection === "columns" && editor.view.tree.index.has(key)) editor.focus({ kind: "column", key });
  else if (collection === "lanes" && editor.view.lanes.some((one) => one.key === key)) editor.focus({ kind: "lane", key });
  else if (collection === "personas") editor.open("personas");
  else if (!element) editor.open("map");
  else return false;
  return true;
}

/** Mend what mends itself, as one step of undo. */
export function mend(editor: Editor, { element, fix }: Flaw): void {
  const [collection, key] = named(element);
  if (!fix) return;
  editor.session.undo.stopCapturing();
  if (!element) putTop(editor.edit, fix.fields ?? {});
  else if (fix.remove) remove(editor.edit, collection as Collection, [key]);
  else put(editor.edit, collection as Collection, key, fix.fields ?? {});
  editor.settle();
}
