/** Which panel about data or the map is open stands in the address, `?panel=planned`, so that a link opens it too. */

import { useEffect, useRef } from "react";
import { useQueryState } from "../../lib/router";
import type { Editor, Panel } from "../editor";

const KEPT: ReadonlySet<string> = new Set<Panel>(["planned", "moved", "proposals", "map", "check", "versions", "comments", "personas", "translate", "find"]);
const GUESTS: ReadonlySet<string> = new Set<Panel>(["planned"]);

export function usePanel(editor: Editor): void {
  const [asked, setAsked] = useQueryState("panel");
  const ours = useRef("");
  const kept = editor.session.token ? GUESTS : KEPT;
  useEffect(() => {
    if (asked === ours.current || !kept.has(asked)) return;
    ours.current = asked;
    editor.set({ panel: asked as Panel });
  }, [asked, editor, kept]);
  useEffect(() => {
    return editor.subscribe(() => {
      const next = kept.has(editor.state.panel) ? editor.state.panel : "";
      if (next === ours.current) return;
      ours.current = next;
      setAsked(next);
    });
  }, [editor, kept, setAsked]);
}
