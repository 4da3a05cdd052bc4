/** One thread of comments: what was said, answers below it, and what one may do with each. */

import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { Avatar, Button, Fault, Field } from "../../kit";
import { api, data } from "../../lib/api/client";
import type { Comment, Member } from "../../lib/api/contract";
import { ago } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { Editor } from "../editor";
import { cardSpan } from "../model/tree";
import { useEditor } from "../view/use";

/** Return who a text calls: "@Anna" or "@anna@example.org". */
export const mentioned = (text: string, people: readonly Member[]): string[] =>
  people.filter((one) => [one.email, one.name, one.name.split(" ")[0] ?? ""].some((name) => name && text.toLowerCase().includes(`@${name.toLowerCase()}`))).map((one) => one.user_id);

/** Return whom a text that ends with "@" and some letters may mean. */
export function called(text: string, people: readonly Member[]): readonly Member[] {
  const begun = /(?:^|\s)@([^\s@]*)$/.exec(text)?.[1]?.toLocaleLowerCase();
  return begun === undefined ? [] : people.filter((one) => `${one.name} ${one.email}`.toLocaleLowerCase().includes(begun)).slice(0, 5);
}

interface WriteProps {
  label: string;
  button: string;
  people: readonly Member[];
  begin?: string;
  autoFocus?: boolean;
  hint?: string;
  send: (text: string) => Promise<unknown>;
  onDone: () => void;
}

/** A field for a comment, with the names that @ may call. */
export function Write({ label, button, people, begin = "", autoFocus = false, hint = "", send, onDone }: WriteProps): ReactNode {
  const [text, setText] = useState(begin);
  const say = useMutation({ mutationFn: () => send(text.trim()), onSuccess: () => { setText(""); onDone(); } });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() && !say.isPending) say.mutate();
  };
  return (
    <form className="stack" style={{ gap: 8 }} onSubmit={submit} onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event); }}>
      <Field label={label} value={text} onChange={setText} rows={3} hint={hint} autoFocus={autoFocus} />
      {called(text, people).length > 0 && <div className="row wrap" role="group" aria-label={t("People")}>{called(text, people).map((one) => <button key={one.user_id} type="button" className="chip" onClick={() => setText(text.replace(/@[^\s@]*$/, `@${one.name} `))}>{one.name}</button>)}</div>}
      <div className="row"><Button kind="primary" type="submit" isDisabled={!text.trim() || say.isPending}>{button}</Button></div>
      <Fault error={say.error} />
    </form>
  );
}

/** Keep the focus in a thread when the field that had it goes. */
const stay = (one: Comment): void => document.getElementById(`answer-${one.parent_id || one.id}`)?.focus();

/** Stand on what a comment is about. */
function stand(editor: Editor, element: string): void {
  const [kind, key = ""] = element.split("/");
  const card = editor.view.cards.get(key);
  const span = card && cardSpan(editor.view.tree, card);
  if (kind === "cards" && span) editor.focus({ kind: "card", key, column: span[0] });
  else if (kind === "columns" && editor.view.tree.index.has(key)) editor.focus({ kind: "column", key });
  else if (kind === "lanes" && editor.view.lanes.some((lane) => lane.key === key)) editor.focus({ kind: "lane", key });
}

interface ThreadProps {
  map: string;
  one: Comment;
  answers: readonly Comment[];
  what: string;
  mine: string;
  people: readonly Member[];
  again: () => void;
}

export function Thread({ map, one, answers, what, mine, people, again }: ThreadProps): ReactNode {
  const editor = useEditor();
  const [answering, setAnswering] = useState(false);
  const resolve = useMutation({
    mutationFn: () => data(api.PATCH("/api/v1/comments/{comment}", { params: { path: { comment: one.id } }, body: { resolved: !one.resolved_at } })),
    onSuccess: () => { again(); editor.announce(one.resolved_at ? t("Opened again") : t("Resolved")); },
  });
  const answer = (text: string): Promise<unknown> => data(api.POST("/api/v1/maps/{document}/comments", { params: { path: { document: map } }, body: { text, parent_id: one.id, mentions: mentioned(text, people) } }));
  return (
    <li>
      <Said one={one} mine={mine} people={people} again={again} />
      {answers.map((each) => <div key={each.id} className="comment-answer"><Said one={each} mine={mine} people={people} again={again} /></div>)}
      <div className="row wrap">
        <Button kind="bare" onPress={() => stand(editor, one.element)}>{t("on {what}", { what: what.slice(0, 40) })}</Button>
        <Button id={`answer-${one.id}`} kind="bare" aria-expanded={answering} onPress={() => setAnswering(!answering)}>{t("Answer")}</Button>
        <Button kind="bare" isDisabled={resolve.isPending} onPress={() => resolve.mutate()}>{one.resolved_at ? t("Open again") : t("Resolve")}</Button>
      </div>
      {answering && <Write label={t("Answer to {name}", { name: one.author })} button={t("Answer")} people={people} autoFocus send={answer} onDone={() => { setAnswering(false); stay(one); again(); editor.announce(t("Comment sent")); }} />}
      <Fault error={resolve.error} />
    </li>
  );
}

/** What one person said, which they may change and take back. */
function Said({ one, mine, people, again }: { one: Comment; mine: string; people: readonly Member[]; again: () => void }): ReactNode {
  const editor = useEditor();
  const [editing, setEditing] = useState(false);
  const place = { params: { path: { comment: one.id } } };
  const drop = useMutation({ mutationFn: () => data(api.DELETE("/api/v1/comments/{comment}", place)), onSuccess: () => { document.querySelector<HTMLElement>(".side textarea")?.focus(); again(); editor.announce(t("Comment deleted")); } });
  const change = (text: string): Promise<unknown> => data(api.PATCH("/api/v1/comments/{comment}", { ...place, body: { text } }));
  return (
    <>
      <div className="row"><Avatar name={one.author} /><strong className="grow">{one.author}</strong><span className="quiet small">{ago(one.created_at)}{one.edited_at ? ` · ${t("changed")}` : ""}</span></div>
      {editing ? <Write label={t("Change the comment")} button={t("Save")} begin={one.text} people={people} autoFocus send={change} onDone={() => { setEditing(false); stay(one); again(); }} /> : <p style={{ whiteSpace: "pre-line" }}>{one.text}</p>}
      {one.author_id === mine && !editing && (
        <div className="row">
          <Button kind="bare" onPress={() => setEditing(true)}>{t("Change")}</Button>
          <Button kind="bare" isDisabled={drop.isPending} onPress={() => drop.mutate()}>{t("Delete")}</Button>
        </div>
      )}
      <Fault error={drop.error} />
    </>
  );
}
