/** How many open comments an element has, at its corner; a press shows them. */

import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import { comments } from "../../lib/queries";
import { useEditor } from "./use";

const NONE: ReadonlyMap<string, number> = new Map();
const Discussed = createContext(NONE);

/** Count the open threads and their answers of a map for the marks within. */
export function WithComments({ id, children }: { id: string; children: ReactNode }): ReactNode {
  const { data } = useQuery({ ...comments(id), enabled: id !== "" });
  const counts = useMemo(() => {
    const open = new Set((data ?? []).filter((one) => !one.parent_id && !one.resolved_at).map((one) => one.id));
    const found = new Map<string, number>();
    for (const one of data ?? []) if (open.has(one.parent_id || one.id)) found.set(one.element, (found.get(one.element) ?? 0) + 1);
    return found;
  }, [data]);
  return <Discussed.Provider value={counts}>{children}</Discussed.Provider>;
}

export function CommentMark({ element }: { element: string }): ReactNode {
  const n = useContext(Discussed).get(element);
  const editor = useEditor();
  if (!n) return null;
  const words = t("{n, plural, one {# open comment} other {# open comments}}", { n });
  return <button type="button" className="talk" tabIndex={-1} aria-label={words} title={words} data-n={n} onClick={() => editor.set({ panel: "comments" })} />;
}
