import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Check, Fault } from "../../kit";
import { useMore } from "../../kit/more";
import { api } from "../../lib/api/client";
import { t } from "../../lib/i18n";
import { anew, comments, mapCard, members } from "../../lib/queries";
import { useQueryState } from "../../lib/router";
import type { Comment } from "../../lib/api/contract";
import { localised } from "../model/types";
import type { Editor } from "../editor";
import { cardOf, isThere, show } from "../showing";
import { cardWords } from "../view/words";
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

const LONGEST = 60; // letters of a card without a title

function nameOf(target: string, view: View): string {
  const { tree, lanes, scene } = view;
  const [kind, key = ""] = target.split("/");
  const card = kind === "cards" ? cardOf(view, key) : undefined;
  if (card) return localised(card.text, scene.locale) || cardWords(card, scene).slice(0, LONGEST) || t("empty card");
  const text = kind === "columns" ? tree.index.get(key)?.title : lanes.find((one) => one.key === key)?.title;
  return localised(text, scene.locale) || (target ? t("something that is gone") : t("the whole map"));
}

/** Come to the comment that a mail leads to: stand on what it is about once the map has it, and return its thread. */
function useCalled(every: readonly Comment[], showDone: (done: boolean) => void): string {
  const editor = useEditor();
  const [asked] = useQueryState("comment");
  const come = useRef("");
  const one = every.find((other) => other.id === asked);
  const thread = one && (one.parent_id ? every.find((other) => other.id === one.parent_id) : one);
  useEffect(() => {
    if (!thread || come.current === thread.id) return undefined;
    const look = (): void => {
      if (come.current === thread.id || (thread.element && !isThere(editor, thread.element))) return;
      come.current = thread.id;
      show(editor, thread.element);
    };
    if (thread.resolved_at) showDone(true);
    look();
    return editor.session.store.subscribe(look); // the map may still be on its way
  }, [thread, editor, showDone]);
  return thread?.id ?? "";
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
  const called = useCalled(every, setDone);
  const threads = every.filter((one) => !one.parent_id);
  const shown = threads.filter((one) => done || !one.resolved_at);
  const [stand, more] = useMore(shown.length, AT_ONCE);
  return (
    <>
      <Saying key={said} label={t("Comment on {what}", { what: nameOf(element, view) })} button={t("Comment")} people={people} busy={say.isPending} onSay={(text, mentions) => say.mutate([text, mentions])} />
      <Fault error={say.error ?? list.error} />
      {list.data?.length === 0 && <p className="quiet">{t("No comments yet. Choose anything on the map and say what you think; whoever owns it will see.")}</p>}
      {threads.some((one) => one.resolved_at) && <Check label={t("Show resolved ones")} value={done} onChange={setDone} />}
      <ul className="list">{shown.slice(0, stand).map((one) => <Thread key={one.id} id={id} called={called === one.id} first={one} answers={every.filter((other) => other.parent_id === one.id)} what={nameOf(one.element, view)} people={people} again={again} />)}</ul>
      {more}
    </>
  );
}
