/** At the corner of an element: how many open comments it has, which a press shows, and what changed while that is looked at. */

import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import { comments, shownDiff } from "../../lib/queries";
import { useEditor } from "./use";

const NONE: ReadonlyMap<string, number> = new Map();
const Discussed = createContext(NONE);
const Changed = createContext<ReadonlyMap<string, What>>(new Map());

type What = "added" | "removed" | "changed" | "moved";
const SIGNS: Record<What, string> = { added: "+", removed: "−", changed: "~", moved: "↔" };

/** Count the open threads and their answers of a map for the marks within. */
export function WithComments({ id, children }: { id: string; children: ReactNode }): ReactNode {
  const { data } = useQuery({ ...comments(id), enabled: id !== "" });
  const counts = useMemo(() => {
    const open = new Set((data ?? []).filter((one) => !one.parent_id && !one.resolved_at).map((one) => one.id));
    const found = new Map<string, number>();
    for (const one of data ?? []) if (open.has(one.parent_id || one.id)) found.set(one.element, (found.get(one.element) ?? 0) + 1);
    return found;
  }, [data]);
  const differs = useQuery(shownDiff(id)).data;
  const changed = useMemo(() => new Map((differs ?? []).map((one) => [one.element, one.what])), [differs]);
  return <Discussed.Provider value={counts}><Changed.Provider value={changed}>{children}</Changed.Provider></Discussed.Provider>;
}

export function CommentMark({ element }: { element: string }): ReactNode {
  return <><Talk element={element} /><Change element={element} /></>;
}

function Change({ element }: { element: string }): ReactNode {
  const what = useContext(Changed).get(element);
  if (!what) return null;
  const words = { added: t("added"), removed: t("removed"), changed: t("changed"), moved: t("moved") }[what];
  return <span className="changed" data-what={what} role="img" aria-label={words} title={words}>{SIGNS[what]}</span>;
}

function Talk({ element }: { element: string }): ReactNode {
  const n = useContext(Discussed).get(element);
  const editor = useEditor();
  if (!n) return null;
  const words = t("{n, plural, one {# open comment} other {# open comments}}", { n });
  return <button type="button" className="talk" tabIndex={-1} aria-label={words} title={words} data-n={n} onClick={() => editor.set({ panel: "comments" })} />;
}
