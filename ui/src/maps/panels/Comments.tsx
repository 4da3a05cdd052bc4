import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Check, Fault } from "../../kit";
import { useMore } from "../../kit/more";
import { api } from "../../lib/api/client";
import { t } from "../../lib/i18n";
import { anew, comments, mapCard, members } from "../../lib/queries";
import { localised } from "../model/types";
import type { Editor } from "../editor";
import type { View } from "../model/store";
import { useEditor, useEditorState, useView } from "../view/use";
import { Saying } from "./Saying";
import { Thread } from "./Thread";

const AT_ONCE = 30;

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
  const people = useQuery(members(card.data?.workspace_id ?? "")).data ?? [];
  const [said, setSaid] = useState(0);
  const [done, setDone] = useState(false);
  const element = targetOf(editor);
  const again = (): void => void anew(client, "comments", id);
  const say = useMutation({
    mutationFn: ([text, mentions]: [string, string[]]) => api.POST("/api/v1/maps/{document}/comments", { params: { path: { document: id } }, body: { element, text, mentions } }),
    onSuccess: () => { setSaid(said + 1); editor.announce(t("Comment sent")); again(); },
  });
  const every = list.data ?? [];
  const threads = every.filter((one) => !one.parent_id);
  const shown = threads.filter((one) => done || !one.resolved_at);
  const [stand, more] = useMore(shown.length, AT_ONCE);
  return (
    <>
      <Saying key={said} label={t("Comment on {what}", { what: nameOf(element, view) })} button={t("Comment")} people={people} busy={say.isPending} onSay={(text, mentions) => say.mutate([text, mentions])} />
      <Fault error={say.error ?? list.error} />
      {list.data?.length === 0 && <p className="quiet">{t("No comments yet. Choose anything on the map and say what you think; whoever owns it will see.")}</p>}
      {threads.some((one) => one.resolved_at) && <Check label={t("Show resolved ones")} value={done} onChange={setDone} />}
      <ul className="list">{shown.slice(0, stand).map((one) => <Thread key={one.id} id={id} first={one} answers={every.filter((other) => other.parent_id === one.id)} what={nameOf(one.element, view)} people={people} again={again} />)}</ul>
      {more}
    </>
  );
}
