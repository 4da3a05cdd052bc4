import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Check, Fault } from "../../kit";
import { api, data } from "../../lib/api/client";
import { t } from "../../lib/i18n";
import { anew, comments, mapCard, me, members } from "../../lib/queries";
import { localised } from "../model/types";
import type { Editor } from "../editor";
import type { View } from "../model/store";
import { useEditor, useEditorState, useView } from "../view/use";
import { mentioned, Thread, Write } from "./Thread";

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

export function Comments({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  const view = useView();
  useEditorState();
  const client = useQueryClient();
  const list = useQuery(comments(id));
  const card = useQuery(mapCard(id));
  const mine = useQuery(me).data?.user.id ?? "";
  const people = useQuery(members(card.data?.workspace_id ?? "")).data ?? [];
  const [done, setDone] = useState(false);
  const target = targetOf(editor);
  const again = (): void => void anew(client, "comments", id);
  const say = (text: string): Promise<unknown> => data(api.POST("/api/v1/maps/{document}/comments", { params: { path: { document: id } }, body: { element: target, text, mentions: mentioned(text, people) } }));
  const threads = (list.data ?? []).filter((one) => !one.parent_id && (done || !one.resolved_at));
  const answers = (to: string) => (list.data ?? []).filter((one) => one.parent_id === to).sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  return (
    <>
      <Write label={t("Comment on {what}", { what: nameOf(target, view) })} button={t("Comment")} people={people} hint={t("Name somebody with @ and they get a message.")} send={say} onDone={() => { again(); editor.announce(t("Comment sent")); }} />
      <Fault error={list.error} />
      {list.data?.length === 0 && <p className="quiet">{t("No comments yet. Choose anything on the map and say what you think; whoever owns it will see.")}</p>}
      {(list.data ?? []).some((one) => one.resolved_at) && <Check label={t("Show resolved ones")} value={done} onChange={setDone} />}
      <ul className="list">{threads.map((one) => <Thread key={one.id} map={id} one={one} answers={answers(one.id)} what={nameOf(one.element, view)} mine={mine} people={people} again={again} />)}</ul>
    </>
  );
}
