/** A workshop on somebody's phone: join with a name or without, write, vote. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault, Field } from "../kit";
import { api, data, Problem } from "../lib/api/client";
import type { Workshop } from "../lib/api/contract";
import { useBell } from "../lib/bell";
import { t } from "../lib/i18n";
import { every } from "../lib/queries";
import { go } from "../lib/router";
import { visit } from "../lib/storage";
import { LanguageChoice } from "../app/LanguageChoice";
import { Mark } from "../app/Gate";
import { piled } from "./piles";
import { Timer } from "./Timer";

const EVERY_MS = 1500; // where no wire tells of changes
const LETTERS = 8; // of a code
const SURE_MS = 30_000; // where one does
const kept = (code: string): string => visit.get(`footpath.workshop.${code}`) ?? "";

export default function JoinPage({ code }: { code: string }): ReactNode {
  const [secret, setSecret] = useState(kept(code));
  const enter = (next: string): void => {
    visit.set(`footpath.workshop.${code}`, next);
    setSecret(next);
  };
  return (
    <main className="phone">
      <p className="brand"><Mark /> Footpath</p>
      {secret ? <Inside key={code} code={code} secret={secret} onOut={() => enter("")} /> : <Door code={code} onIn={enter} />}
    </main>
  );
}

/** Ask whether a code opens anything before somebody gives a name: who has no pass yet is told so only at a door that is there. */
async function knock(code: string): Promise<boolean> {
  try {
    await data(api.GET("/api/v1/join/{code}", { params: { path: { code } } }));
  } catch (error) {
    if (!(error instanceof Problem) || [404, 429].includes(error.status)) throw error;
  }
  return true;
}

function Door({ code, onIn }: { code: string; onIn: (secret: string) => void }): ReactNode {
  const [name, setName] = useState("");
  const [typed, setTyped] = useState(code);
  const given = typed.replaceAll(/\s/g, "").toUpperCase();
  const whole = given.length >= LETTERS;
  const tried = useQuery({ queryKey: ["door", given], queryFn: () => knock(given), enabled: whole, retry: false, staleTime: Infinity });
  const join = useMutation({
    mutationFn: () => data(api.POST("/api/v1/join/{code}", { params: { path: { code: given } }, body: { name } })),
    onSuccess: (made) => { if (given !== code) { visit.set(`footpath.workshop.${made.workshop.code}`, made.secret); go(`/join/${made.workshop.code}`, true); } else onIn(made.secret); },
  });
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); join.mutate(); }}>
      <h1>{t("Join the workshop")}</h1>
      {(!code || tried.isError) && <Field label={t("Code on the screen")} value={typed} onChange={setTyped} required autoFocus />}
      <Fault error={tried.error} />
      <Field label={t("Your name, if you like")} value={name} onChange={setName} autoComplete="given-name" hint={t("It stands on your notes, and is deleted with the workshop. No account is made.")} />
      <Fault error={join.error} />
      <Button kind="primary" className="wide" type="submit" isDisabled={!typed.trim() || tried.isError || join.isPending}>{t("Join")}</Button>
      <LanguageChoice />
    </form>
  );
}

function Inside({ code, secret, onOut }: { code: string; secret: string; onOut: () => void }): ReactNode {
  const client = useQueryClient();
  const key = ["joined", code];
  const given = { params: { path: { code } }, headers: { "x-workshop-pass": secret } };
  const live = useBell(`/ws/join/${code}`, "joined", code, secret);
  const found = useQuery({ queryKey: key, queryFn: () => data(api.GET("/api/v1/join/{code}", given)), refetchInterval: every(live ? SURE_MS : EVERY_MS), retry: false });
  const keep = (now: Workshop): void => void client.setQueryData(key, now);
  const write = useMutation({ mutationFn: (text: string) => data(api.POST("/api/v1/join/{code}/notes", { ...given, body: { text } })), onSuccess: keep });
  const drop = useMutation({ mutationFn: (note: string) => data(api.DELETE("/api/v1/join/{code}/notes/{note}", { ...given, params: { path: { code, note } } })), onSuccess: keep });
  const vote = useMutation({ mutationFn: (notes: string[]) => data(api.PUT("/api/v1/join/{code}/votes", { ...given, body: { notes } })), onSuccess: keep });
  const one = found.data;
  const gone = found.error instanceof Problem && [401, 404].includes(found.error.status);
  if (gone) return <div className="stack"><h1>{t("This workshop is over")}</h1><Fault error={found.error} /><Button onPress={onOut}>{t("Join again")}</Button></div>;
  if (!one) return <Fault error={found.error} />;
  const notes = one.notes ?? [];
  const voted = notes.filter((note) => note.voted).map((note) => note.id);
  return (
    <div className="stack">
      <div className="row"><h1 className="grow">{one.title}</h1><Timer left={one.timer_left_s} told={found.dataUpdatedAt} /></div>
      {one.question && <p className="question">{one.question}</p>}
      <p className="quiet" role="status"><Now one={one} used={voted.length} /></p>
      <Fault error={write.error ?? drop.error ?? vote.error ?? found.error} />
      {(one.phase === "silent" || one.phase === "open") && <Writing send={write.mutateAsync} />}
      {piled(notes).map((pile) => (
        <section key={pile.name} className="stack tight">
          {pile.name && <h2>{pile.name}</h2>}
          <ul className="phone-notes">
            {pile.notes.map((note) => (
              <li key={note.id} className="sticky">
                <p>{note.text}</p>
                <div className="row small quiet"><span className="grow">{note.mine ? t("yours") : note.author}</span>{note.votes !== null && (note.votes ?? 0) > 0 && <span className="badge">{t("{n, plural, one {# vote} other {# votes}}", { n: note.votes })}</span>}</div>
                {one.phase === "vote" && <Button kind={note.voted ? "primary" : ""} aria-pressed={note.voted} isDisabled={vote.isPending || (!note.voted && voted.length >= one.votes_each)} onPress={() => vote.mutate(note.voted ? voted.filter((id) => id !== note.id) : [...voted, note.id])}>{note.voted ? t("Take the vote back") : t("Vote for it")}</Button>}
                {note.mine && (one.phase === "silent" || one.phase === "open") && <Button kind="bare" onPress={() => drop.mutate(note.id)}>{t("Take it back")}</Button>}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Now({ one, used }: { one: Workshop; used: number }): ReactNode {
  switch (one.phase) {
    case "silent":
      return t("Write what comes to your mind, one thought a note. Only you see your notes for now.");
    case "open":
      return t("Everybody sees all notes now. Write what is still missing.");
    case "group":
      return t("Look at the big screen: the notes are put on piles.");
    case "vote":
      return t("Vote for what matters most: {left} of {n} votes left.", { left: one.votes_each - used, n: one.votes_each });
    default:
      return t("That is it. Thank you!");
  }
}

function Writing({ send }: { send: (text: string) => Promise<unknown> }): ReactNode {
  const [text, setText] = useState("");
  const say = async (): Promise<void> => {
    const given = text.trim();
    if (!given) return;
    setText("");
    await send(given).catch(() => setText(given));
  };
  return (
    <form className="stack tight" onSubmit={(event) => { event.preventDefault(); void say(); }}>
      <Field label={t("Your note")} value={text} onChange={(next) => setText(next.slice(0, 280))} rows={3} />
      <div className="row"><Button kind="primary" type="submit" className="grow" isDisabled={!text.trim()}>{t("Send the note")}</Button></div>
    </form>
  );
}
