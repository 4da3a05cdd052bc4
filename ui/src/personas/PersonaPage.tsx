/** One persona: profile, empathy map, and the rule over real people. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, type ReactNode } from "react";
import { Button, Choice, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import type { Item, ItemKind, Me } from "../lib/api/contract";
import { language, t } from "../lib/i18n";
import { maps, members } from "../lib/queries";
import { go, Link } from "../lib/router";
import { localised } from "../maps/model/types";
import { workspaceOf } from "../app/workspace";
import { ItemLinks } from "../library/ItemLinks";
import { TicketList } from "../library/Tickets";
import { attach, Files } from "../library/Files";
import { changeOf, draftOf, type Draft } from "../library/drafts";
import { Slider, useKeeping } from "../library/ItemDialog";
import { fieldName, itemStatus, scoreName } from "../library/kinds";
import { ForEver } from "../library/ForEver";
import { Parents } from "../library/Parents";
import { filesOfItem } from "../library/queries";
import { useDraft } from "../library/unsaved";
import { Translations } from "../library/Translations";
import { Face } from "./Face";
import { EMPATHY, FACTS, PROFILE } from "./fields";
import { SegmentSize } from "./Segment";
import { isTold } from "./Sheet";

export function PersonaPage({ who, about, one }: { who: Me; about: ItemKind; one: Item | null }): ReactNode {
  const workspace = workspaceOf(who);
  const off = workspace?.role !== "owner" && workspace?.role !== "editor";
  const keeping = useKeeping(workspace?.id ?? "");
  const { draft, setDraft, dirty, settle } = useDraft(one?.id ?? "new persona", draftOf(one, about));
  const save = useMutation({ mutationFn: () => (one ? keeping.change(one, changeOf(draft, one)) : keeping.add("persona", draft)), onSuccess: (made) => { settle(); setDraft(draftOf(made, about)); tell(t("Saved")); if (!one) go(`/library/persona/${made.id}`, true); } });
  const drop = useMutation({ mutationFn: () => keeping.drop(one as Item), onSuccess: () => { settle(); tell(t("“{title}” is deleted", { title: draft.title })); go("/library/persona"); } });
  const given = { draft, off, field: (name: string, value: string): void => setDraft({ ...draft, fields: { ...draft.fields, [name]: value } }), set: (part: Partial<Draft>): void => setDraft({ ...draft, ...part }) };
  return (
    <form className="persona stack" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <p>{one && isTold(one) ? <Link to={`/library/persona/${one.id}`}>← {t("Back to reading")}</Link> : <Link to="/library/persona">← {t("All personas")}</Link>}</p>
      <Top one={one} {...given} />
      <section className="stack"><h2>{t("Real people")}</h2><Field label={fieldName("segment")} value={draft.fields.segment ?? ""} onChange={(text) => given.field("segment", text)} disabled={off} placeholder="did Order at least 2 times" /><SegmentSize workspace={workspace?.id ?? ""} who={draft.fields.segment ?? ""} /></section>
      <section className="stack"><h2>{t("Profile")}</h2><div className="pairs">{FACTS.map((name) => <Field key={name} label={fieldName(name)} value={draft.fields[name] ?? ""} onChange={(text) => given.field(name, text)} disabled={off} />)}</div><div className="pairs wide">{PROFILE.map((name) => <Field key={name} label={fieldName(name)} value={draft.fields[name] ?? ""} onChange={(text) => given.field(name, text)} rows={3} disabled={off} />)}</div></section>
      <section className="stack"><h2>{t("Character")}</h2><div className="pairs">{about.scores.map((score) => <Slider key={score} label={scoreName(score)} value={draft.scores[score]} onChange={(value) => given.set({ scores: { ...draft.scores, [score]: value } })} off={off} />)}</div></section>
      <section className="stack"><h2>{t("Empathy map")}</h2><div className="empathy">{EMPATHY.map((name) => <Field key={name} label={fieldName(name)} value={draft.fields[name] ?? ""} onChange={(text) => given.field(name, text)} rows={4} disabled={off} />)}</div></section>
      <section className="stack"><h2>{t("Where it comes from")}</h2><Field label={fieldName("evidence")} value={draft.fields.evidence ?? ""} onChange={(text) => given.field("evidence", text)} rows={2} disabled={off} /><Parents about={about} chosen={draft.parents} onChange={(parents) => given.set({ parents })} workspace={workspace?.id ?? ""} off={off} own={one?.id ?? ""} /><ItemLinks links={draft.links} onChange={(links) => given.set({ links })} off={off} />{one && <TicketList of={one} />}{one && <Rest one={one} workspace={workspace?.id ?? ""} writable={!off} />}</section>
      <section className="stack"><h2>{t("In other languages")}</h2><Translations about={about} draft={draft} onChange={setDraft} own={one?.locale ?? workspace?.locale ?? "en"} off={off} /></section>
      <Fault error={save.error ?? drop.error} />
      {!off && (
        <div className="row save-bar">
          <Button kind="primary" type="submit" isDisabled={!draft.title.trim() || !dirty || save.isPending}>{one && one.maps.length > 0 ? t("{n, plural, one {Save, also on # map} other {Save, also on # maps}}", { n: one.maps.length }) : t("Save")}</Button>
          {dirty && one && <Button kind="bare" onPress={() => setDraft(draftOf(one, about))}>{t("Undo")}</Button>}
          <span className="grow" />
          {one && <ForEver label={t("Delete")} warning={t("It goes from the library, with its files; cards on maps keep their words.")} busy={drop.isPending} onDrop={() => drop.mutate()} />}
        </div>
      )}
    </form>
  );
}

interface Part {
  draft: Draft;
  off: boolean;
  field: (name: string, value: string) => void;
  set: (part: Partial<Draft>) => void;
}

function Top({ one, draft, off, field, set }: Part & { one: Item | null }): ReactNode {
  const people = useQuery(members(one?.workspace_id ?? ""));
  return (
    <section className="persona-top">
      <Picture one={one} draft={draft} off={off} field={field} />
      <div className="stack grow">
        <Field label={t("Name")} value={draft.title} onChange={(title) => set({ title })} disabled={off} required autoFocus={!one} />
        <Field label={fieldName("quote")} value={draft.fields.quote ?? ""} onChange={(text) => field("quote", text)} disabled={off} />
        <Field label={t("Description")} value={draft.text} onChange={(text) => set({ text })} rows={2} disabled={off} />
        <Field label={fieldName("bio")} value={draft.fields.bio ?? ""} onChange={(text) => field("bio", text)} rows={3} disabled={off} />
        <div className="pairs"><Choice label={t("Status")} value={draft.status} onChange={(status) => set({ status })} options={["draft", "researched", "validated", "retired"].map((status) => [status, itemStatus(status)])} disabled={off} />{one && <Choice label={t("Owner")} value={draft.owner_id} onChange={(owner_id) => set({ owner_id })} options={[["", t("nobody")], ...(people.data ?? []).map((person) => [person.user_id, person.name] as const)]} disabled={off} />}</div>
      </div>
    </section>
  );
}

function Picture({ one, draft, off, field }: Omit<Part, "set"> & { one: Item | null }): ReactNode {
  const id = useId();
  const add = useMutation({ mutationFn: (file: File) => attach({ kind: "item", id: one?.id ?? "" }, file), onSuccess: (made) => show(made.id) });
  const keeping = useKeeping(one?.workspace_id ?? "");
  // A picture is saved at once, as the file already is; what is typed waits for Save.
  const keep = useMutation({ mutationFn: async (photo: string) => one && keeping.change(one, { fields: { photo: photo || null } }) });
  const show = (photo: string): void => {
    field("photo", photo);
    keep.mutate(photo);
  };
  return (
    <div className="stack tight">
      <Face id={one?.id ?? "new"} photo={draft.fields.photo} size={132} />
      {!off && one && <label htmlFor={id} className="button">{t("Upload a picture")}</label>}
      {!off && one && <input id={id} className="unseen" type="file" accept="image/png,image/jpeg,image/gif,image/webp" onChange={(event) => { const [file] = event.target.files ?? []; if (file) add.mutate(file); event.target.value = ""; }} />}
      {!off && draft.fields.photo && <Button kind="bare" onPress={() => show("")}>{t("Drawn face again")}</Button>}
      {!off && !one && <span className="hint">{t("Save once, then upload a picture.")}</span>}
      <Fault error={add.error ?? keep.error} />
    </div>
  );
}

function Rest({ one, workspace, writable }: { one: Item; workspace: string; writable: boolean }): ReactNode {
  const files = useQuery(filesOfItem(one.id));
  const drawn = useQuery(maps(workspace));
  const shown = (drawn.data ?? []).filter((map) => one.maps.includes(map.id));
  return (
    <>
      <Files list={files.data ?? []} place={{ kind: "item", id: one.id }} writable={writable} />
      {shown.length > 0 && <div className="field"><span className="label">{t("Shown on")}</span><ul className="row wrap">{shown.map((map) => <li key={map.id}><Link to={`/maps/${map.id}`} className="badge">{localised(map.title, language()) || t("Untitled map")}</Link></li>)}</ul></div>}
    </>
  );
}
