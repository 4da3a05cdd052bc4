import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button, Fault } from "../../kit";
import { ask } from "../../lib/api/client";
import { heard } from "../../lib/heard";
import { msg, t } from "../../lib/i18n";
import { useEditor } from "../view/use";
import { accept, type Proposal } from "./proposing";
import { tellUndo } from "../undoing";
import { useFacts } from "./useLive";

const KINDS: Record<Proposal["kind"], string> = { touchpoint: msg("touchpoint"), step: msg("step"), edge: msg("way"), match: msg("events for a step") };

export const proposalsKey = (id: string): string[] => ["proposals", id];

/** What the log shows and the map lacks: each is accepted into the map or refused for good. */
export function Proposals({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  const client = useQueryClient();
  const { facts } = useFacts(id);
  const list = useQuery({ queryKey: proposalsKey(id), queryFn: () => ask<Proposal[]>("GET", `/maps/${id}/proposals`), enabled: Boolean(facts && !facts.empty), retry: false });
  const drop = (one: Proposal): void => void client.setQueryData<Proposal[]>(proposalsKey(id), (before) => before?.filter((other) => other.id !== one.id));
  const refuse = useMutation({ mutationFn: (one: Proposal) => ask("POST", `/maps/${id}/proposals/${one.id}/refuse`), onSuccess: (_, one) => drop(one) });
  const take = (one: Proposal): void => {
    accept(editor.edit, one);
    drop(one);
    tellUndo(editor, t("Added to the map: {title}", { title: one.title }), () => void client.invalidateQueries({ queryKey: proposalsKey(id) }));
  };
  if (facts?.empty) return <p className="quiet">{t("There is no data yet to propose from.")}</p>;
  if (list.error) return <Fault error={list.error} />;
  if (!list.data) return <p className="quiet" role="status">{t("Counting …")}</p>;
  if (!list.data.length) return <p className="quiet">{t("The map holds everything the data show often enough.")}</p>;
  return (
    <>
      <p className="small quiet">{t("Accepting adds it to the map for everybody; Undo takes it back. What you refuse is not proposed again.")}</p>
      <Fault error={refuse.error} />
      <ul className="list">
        {list.data.map((one) => (
          <li key={one.id}>
            <span><strong>{one.title}</strong> <span className="badge plain">{t(KINDS[one.kind])}</span></span>
            <span className="small quiet">{heard(one.why)}</span>
            {editor.writable && <span className="row"><Button onPress={() => take(one)} aria-label={t("Accept {title}", { title: one.title })}>{t("Accept")}</Button><Button kind="bare" onPress={() => refuse.mutate(one)} aria-label={t("Refuse {title}", { title: one.title })}>{t("Refuse")}</Button></span>}
          </li>
        ))}
      </ul>
    </>
  );
}
