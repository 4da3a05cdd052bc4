import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Dialog, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { ask } from "../lib/api/client";
import { t } from "../lib/i18n";
import { anew } from "../lib/queries";
import type { Asked } from "./asking";
import { sent } from "./address";
import { titled } from "./selecting";
import type { Exploration, Question } from "./types";

/** Return what an exploration is called until somebody says better. */
export function proposed(question: Question, asked: Asked): string {
  const [first, last] = [asked.fields.steps, asked.fields.goals ?? asked.fields.conversions ?? asked.fields.metric];
  const steps = Array.isArray(first) && first.length ? `${titled(first[0])} → ${titled(first.at(-1))}` : "";
  return [question.title, steps || (Array.isArray(last) ? last.map(titled).join(" | ") : titled(last))].filter(Boolean).join(": ");
}

export const keep = (w: string, asked: Asked, title: string, more: { map_id?: string; element?: string } = {}): Promise<Exploration> =>
  ask("POST", `/workspaces/${w}/explorations`, { title, analysis: asked.analysis, fields: sent(asked.fields), like: asked.like, ...(asked.map ? { subject: asked.map } : {}), ...more });

export function Save({ w, asked, question, onClose }: { w: string; asked: Asked; question: Question; onClose: () => void }): ReactNode {
  return <SaveAs w={w} asked={asked} called={proposed(question, asked)} said={t("Saved. It stands under Saved.")} onClose={onClose} />;
}

/** Args: called: what it is called until somebody says better; said: what tells that it is saved. */
export function SaveAs({ w, asked, called, said, onClose }: { w: string; asked: Asked; called: string; said: string; onClose: () => void }): ReactNode {
  const [title, setTitle] = useState(called);
  const client = useQueryClient();
  const save = useMutation({ mutationFn: () => keep(w, asked, title), onSuccess: () => { void anew(client, "explorations"); tell(said); onClose(); } });
  return (
    <Dialog title={t("Save this question")} onClose={onClose}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <Field label={t("Title")} value={title} onChange={setTitle} autoFocus required />
        <Fault error={save.error} />
        <div className="row end"><Button kind="primary" type="submit" isDisabled={!title.trim() || save.isPending}>{t("Save")}</Button></div>
      </form>
    </Dialog>
  );
}
