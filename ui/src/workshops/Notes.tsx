/** Notes on their piles: dragged there, or put there by the list under each. */

import { useMutation } from "@tanstack/react-query";
import { useState, type DragEvent, type ReactNode } from "react";
import { Button, Fault } from "../kit";
import { api, data } from "../lib/api/client";
import type { StickyNote, Workshop } from "../lib/api/contract";
import { t } from "../lib/i18n";
import { piled } from "./piles";

interface Putting {
  put: (note: string, pile: string) => void;
  drop: (note: string) => void;
  piles: readonly string[];
  writable: boolean;
}

export function Notes({ one, writable, keep }: { one: Workshop; writable: boolean; keep: (now: Workshop) => void }): ReactNode {
  const [text, setText] = useState("");
  const [made, setMade] = useState<readonly string[]>([]);
  const [name, setName] = useState("");
  const place = (note: string) => ({ params: { path: { workshop: one.id, note } } });
  const put = useMutation({ mutationFn: ({ note, pile }: { note: string; pile: string }) => data(api.PATCH("/api/v1/workshops/{workshop}/notes/{note}", { ...place(note), body: { pile } })), onSuccess: keep });
  const drop = useMutation({ mutationFn: (note: string) => data(api.DELETE("/api/v1/workshops/{workshop}/notes/{note}", place(note))), onSuccess: keep });
  const add = useMutation({ mutationFn: () => data(api.POST("/api/v1/workshops/{workshop}/notes", { params: { path: { workshop: one.id } }, body: { text } })), onSuccess: (now) => { setText(""); keep(now); } });
  const piles = piled(one.notes ?? [], made);
  const given: Putting = { put: (note, pile) => put.mutate({ note, pile }), drop: drop.mutate, piles: piles.map((pile) => pile.name).filter(Boolean), writable };
  return (
    <>
      <Fault error={put.error ?? drop.error ?? add.error} />
      {(one.notes ?? []).length === 0 && <p className="quiet">{t("No notes yet. They appear here as people write them.")}</p>}
      <div className="piles">{piles.map((pile) => <Pile key={pile.name} {...pile} {...given} />)}</div>
      {writable && (
        <div className="row wrap">
          <form className="row wrap grow" onSubmit={(event) => { event.preventDefault(); if (text.trim()) add.mutate(); }}><input className="input grow wide-enough" value={text} maxLength={280} aria-label={t("A note of yours")} placeholder={t("A note of yours")} onChange={(event) => setText(event.target.value)} /><Button type="submit" isDisabled={!text.trim()}>{t("Add the note")}</Button></form>
          <form className="row wrap grow" onSubmit={(event) => { event.preventDefault(); if (name.trim()) setMade([...made, name.trim()]); setName(""); }}><input className="input grow wide-enough" value={name} maxLength={120} aria-label={t("Name of a new pile")} placeholder={t("Name of a new pile")} onChange={(event) => setName(event.target.value)} /><Button type="submit" isDisabled={!name.trim()}>{t("Make a pile")}</Button></form>
        </div>
      )}
    </>
  );
}

function Pile({ name, notes, votes, put, ...rest }: { name: string; notes: readonly StickyNote[]; votes: number } & Putting): ReactNode {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    put(event.dataTransfer.getData("text/plain"), name);
  };
  return (
    <section className={`pile ${name ? "" : "loose"} ${over ? "over" : ""}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <h2>{name || t("On no pile")} <span className="quiet small">{notes.length}</span>{votes > 0 && <span className="badge">{t("{n, plural, one {# vote} other {# votes}}", { n: votes })}</span>}</h2>
      {notes.length === 0 && <p className="quiet small">{t("Drag notes here.")}</p>}
      <ul>{notes.map((note) => <Note key={note.id} note={note} put={put} {...rest} />)}</ul>
    </section>
  );
}

function Note({ note, put, drop, piles, writable }: { note: StickyNote } & Putting): ReactNode {
  return (
    <li className="sticky" draggable={writable} onDragStart={(event) => event.dataTransfer.setData("text/plain", note.id)}>
      <p>{note.text}</p>
      <div className="row small quiet">
        <span className="grow">{note.author}</span>
        {(note.votes ?? 0) > 0 && <span className="badge">{t("{n, plural, one {# vote} other {# votes}}", { n: note.votes })}</span>}
      </div>
      {writable && (
        <div className="row">
          {piles.length > 0 && <select className="input" aria-label={t("Pile of “{text}”", { text: note.text })} value={note.pile} onChange={(event) => put(note.id, event.target.value)}><option value="">{t("On no pile")}</option>{piles.map((pile) => <option key={pile} value={pile}>{pile}</option>)}</select>}
          <Button kind="bare" aria-label={t("Delete {what}", { what: note.text })} onPress={() => drop(note.id)}>{t("Delete")}</Button>
        </div>
      )}
    </li>
  );
}
