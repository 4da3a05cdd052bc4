/** A comment with its answers: answered, changed and deleted by whoever may, settled by anybody who comments. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Avatar, Button, Fault } from "../../kit";
import { api } from "../../lib/api/client";
import type { Comment, Member } from "../../lib/api/contract";
import { ago, shortened } from "../../lib/format";
import { t } from "../../lib/i18n";
import { me } from "../../lib/queries";
import { show } from "../showing";
import { useEditor } from "../view/use";
import { Saying } from "./Saying";

interface ThreadProps {
  id: string;
  called: boolean;
  first: Comment;
  answers: readonly Comment[];
  what: string;
  people: readonly Member[];
  again: () => void;
}

export function Thread({ id, called, first, answers, what, people, again }: ThreadProps): ReactNode {
  const editor = useEditor();
  const [answering, setAnswering] = useState(false);
  const answer = useMutation({
    mutationFn: ([text, mentions]: [string, string[]]) => api.POST("/api/v1/maps/{document}/comments", { params: { path: { document: id } }, body: { element: first.element, parent_id: first.id, text, mentions } }),
    onSuccess: () => { setAnswering(false); editor.announce(t("Answered")); again(); },
  });
  const settle = useMutation({ mutationFn: () => api.PATCH("/api/v1/comments/{comment}", { params: { path: { comment: first.id } }, body: { resolved: !first.resolved_at } }), onSuccess: again });
  return (
    <li className={`${first.resolved_at ? "settled" : ""} ${called ? "called" : ""}`} aria-current={called || undefined} ref={(one) => { if (called) one?.scrollIntoView({ block: "nearest" }); }}>
      <Button kind="bare" className="about" onPress={() => show(editor, first.element)}>{t("on {what}", { what: shortened(what, 40) })}</Button>
      <Said one={first} people={people} again={again} />
      {answers.map((one) => <div key={one.id} className="reply"><Said one={one} people={people} again={again} /></div>)}
      {answering && <Saying label={t("Your answer")} button={t("Answer")} people={people} busy={answer.isPending} onSay={(text, mentions) => answer.mutate([text, mentions])} onLeave={() => setAnswering(false)} />}
      <Fault error={answer.error ?? settle.error} />
      <div className="row wrap">
        {!answering && <Button kind="bare" onPress={() => setAnswering(true)}>{t("Answer")}</Button>}
        <Button kind="bare" isDisabled={settle.isPending} onPress={() => settle.mutate()}>{first.resolved_at ? t("Open again") : t("Resolve")}</Button>
      </div>
    </li>
  );
}

function Said({ one, people, again }: { one: Comment; people: readonly Member[]; again: () => void }): ReactNode {
  const own = useQuery(me).data?.user.id === one.author_id;
  const [doing, setDoing] = useState<"" | "change" | "delete">("");
  const path = { params: { path: { comment: one.id } } };
  const done = (): void => { setDoing(""); again(); };
  const change = useMutation({ mutationFn: (text: string) => api.PATCH("/api/v1/comments/{comment}", { ...path, body: { text } }), onSuccess: done });
  const remove = useMutation({ mutationFn: () => api.DELETE("/api/v1/comments/{comment}", path), onSuccess: done });
  return (
    <>
      <div className="row"><Avatar name={one.author || "?"} /><strong className="grow">{one.author || t("somebody who has left")}</strong><span className="quiet small">{ago(one.created_at)}{one.edited_at ? ` · ${t("changed")}` : ""}</span></div>
      {doing === "change" ? <Saying label={t("Your comment")} button={t("Save")} people={people} begun={one.text} busy={change.isPending} onSay={(text) => change.mutate(text)} onLeave={() => setDoing("")} /> : <p className="comment-text">{one.text}</p>}
      <Fault error={change.error ?? remove.error} />
      {own && doing === "" && <div className="row"><Button kind="bare" onPress={() => setDoing("change")}>{t("Edit")}</Button><Button kind="bare" onPress={() => setDoing("delete")}>{t("Delete")}</Button></div>}
      {doing === "delete" && <div className="row wrap"><span className="small">{t("Delete it with its answers?")}</span><Button kind="danger" isDisabled={remove.isPending} onPress={() => remove.mutate()}>{t("Delete")}</Button><Button kind="bare" onPress={() => setDoing("")}>{t("Cancel")}</Button></div>}
    </>
  );
}
