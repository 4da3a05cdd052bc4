import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Avatar, Button, Check, Fault, Field } from "../../kit";
import { api } from "../../lib/api/client";
import type { Comment, Member } from "../../lib/api/contract";
import { ago } from "../../lib/format";
import { t } from "../../lib/i18n";
import { anew, comments, mapCard, members } from "../../lib/queries";
import { cardSpan } from "../model/tree";
import { localised } from "../model/types";
import type { Editor } from "../editor";
import type { View } from "../model/store";
import { useEditor, useEditorState, useView } from "../view/use";

/** Return the element a comment written now is about: "cards/<key>", or "" for the whole map. */
function targetOf(editor: Editor): string {
  const { active } = editor.state;
  if (active?.kind === "card") return `cards/${active.key}`;
  if (active?.kind === "column") return `columns/${active.key}`;
  return active?.kind === "lane" ? `lanes/${active.key}` : "";
}

function nameOf(target: string, { cards, tree, lanes, scene }: View): string {
  const [kind, key = ""] = target.split("/");
  const text = kind === "cards" ? cards.get(key)?.text : kind === "columns" ? tree.index.get(key)?.title : lanes.find((one) => one.key === key)?.title;
  return localised(text, scene.locale) || (target ? t("something that is gone") : t("the whole map"));
}

/** Return who a text calls: "@Anna" or "@anna@example.org". */
const mentioned = (text: string, people: readonly Member[]): string[] =>
  people.filter((one) => [one.email, one.name, one.name.split(" ")[0] ?? ""].some((name) => name && text.toLowerCase().includes(`@${name.toLowerCase()}`))).map((one) => one.user_id);

export function Comments({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  const view = useView();
  useEditorState();
  const client = useQueryClient();
  const list = useQuery(comments(id));
  const card = useQuery(mapCard(id));
  const people = useQuery(members(card.data?.workspace_id ?? ""));
  const [body, setBody] = useState("");
  const [done, setDone] = useState(false);
  const target = targetOf(editor);
  const again = (): void => void anew(client, "comments", id);
  const say = useMutation({ mutationFn: () => api.POST("/api/v1/maps/{document}/comments", { params: { path: { document: id } }, body: { element: target, text: body, mentions: mentioned(body, people.data ?? []) } }), onSuccess: () => { setBody(""); again(); } });
  const shown = (list.data ?? []).filter((one) => done || !one.resolved_at);
  return (
    <>
      <Field label={t("Comment on {what}", { what: nameOf(target, view) })} value={body} onChange={setBody} rows={3} hint={t("Name somebody with @ and they get a message.")} />
      <div className="row"><Button kind="primary" isDisabled={!body.trim() || say.isPending} onPress={() => say.mutate()}>{t("Comment")}</Button></div>
      <Fault error={say.error ?? list.error} />
      {list.data?.length === 0 && <p className="quiet">{t("No comments yet. Choose anything on the map and say what you think; whoever owns it will see.")}</p>}
      {(list.data ?? []).some((one) => one.resolved_at) && <Check label={t("Show resolved ones")} value={done} onChange={setDone} />}
      <ul className="list">{shown.map((one) => <CommentEntry key={one.id} one={one} what={nameOf(one.element, view)} again={again} />)}</ul>
    </>
  );
}

function CommentEntry({ one, what, again }: { one: Comment; what: string; again: () => void }): ReactNode {
  const editor = useEditor();
  const resolve = useMutation({ mutationFn: () => api.PATCH("/api/v1/comments/{comment}", { params: { path: { comment: one.id } }, body: { resolved: !one.resolved_at } }), onSuccess: again });
  const open = (): void => {
    const [kind, key = ""] = one.element.split("/");
    const card = editor.view.cards.get(key);
    const span = card && cardSpan(editor.view.tree, card);
    if (kind === "cards" && span) editor.focus({ kind: "card", key, column: span[0] });
    else if (kind === "columns" && editor.view.tree.index.has(key)) editor.focus({ kind: "column", key });
    else if (kind === "lanes" && editor.view.lanes.some((lane) => lane.key === key)) editor.focus({ kind: "lane", key });
  };
  return (
    <li>
      <div className="row"><Avatar name={one.author} /><strong className="grow">{one.author}</strong><span className="quiet small">{ago(one.created_at)}</span></div>
      <p style={{ whiteSpace: "pre-line" }}>{one.text}</p>
      <div className="row wrap">
        <Button kind="bare" onPress={open}>{t("on {what}", { what: what.slice(0, 40) })}</Button>
        <Button kind="bare" isDisabled={resolve.isPending} onPress={() => resolve.mutate()}>{one.resolved_at ? t("Open again") : t("Resolve")}</Button>
      </div>
    </li>
  );
}
