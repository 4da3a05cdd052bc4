/** All of an item: what it says, how far it is, whose it is, what it follows from, and where it is shown. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Choice, Dialog, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Item, ItemKind, Me } from "../lib/api/contract";
import { language, t } from "../lib/i18n";
import { anew, maps, members } from "../lib/queries";
import { Link } from "../lib/router";
import { localised } from "../maps/model/types";
import { workspaceOf } from "../app/workspace";
import { changeOf, draftOf, kept, type Draft } from "./drafts";
import { Files } from "./Files";
import { ForEver } from "./ForEver";
import { fieldName, insightTypes, itemStatus, kindWord, scoreName } from "./kinds";
import { ItemLinks } from "./ItemLinks";
import { Evidence } from "./mining/Evidence";
import { Parents } from "./Parents";
import { filesOfItem } from "./queries";
import { TicketList } from "./Tickets";
import { Translations } from "./Translations";

/** Keep and delete items; whatever shows them is asked anew. */
export function useKeeping(workspace: string): { add: (kind: string, draft: Draft) => Promise<Item>; change: (one: Item, given: object) => Promise<Item>; drop: (one: Item) => Promise<void> } {
  const client = useQueryClient();
  const again = async (): Promise<void> => {
    await Promise.all([anew(client, "items", workspace), anew(client, "item"), anew(client, "tickets", workspace), anew(client, "maps", workspace)]);
  };
  const path = (one: Item) => ({ params: { path: { item: one.id } } });
  return {
    add: async (kind, draft) => {
      const made = await data(api.POST("/api/v1/workspaces/{workspace}/items", { params: { path: { workspace } }, body: { ...draft, kind, links: draft.links.filter((link) => link.url), translations: kept(draft.translations) } }));
      await again();
      return made;
    },
    change: async (one, given) => {
      const made = await data(api.PATCH("/api/v1/items/{item}", { ...path(one), body: given }));
      await again();
      return made;
    },
    drop: async (one) => {
      await api.DELETE("/api/v1/items/{item}", path(one));
      await again();
    },
  };
}

export function ItemDialog({ who, about, one, onClose }: { who: Me; about: ItemKind; one: Item | null; onClose: () => void }): ReactNode {
  const workspace = workspaceOf(who);
  const [draft, setDraft] = useState(draftOf(one, about));
  const keeping = useKeeping(workspace?.id ?? "");
  const off = workspace?.role !== "owner" && workspace?.role !== "editor";
  const save = useMutation({ mutationFn: () => (one ? keeping.change(one, changeOf(draft, one)) : keeping.add(about.name, draft)), onSuccess: () => { tell(t("Saved")); onClose(); } });
  const drop = useMutation({ mutationFn: () => keeping.drop(one as Item), onSuccess: () => { tell(t("“{title}” is deleted", { title: draft.title })); onClose(); } });
  const files = useQuery(filesOfItem(one?.id ?? ""));
  const word = kindWord(about.name);
  return (
    <Dialog title={one ? one.title : t("Add {what}", { what: word })} onClose={onClose} width={680}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <ItemFields about={about} draft={draft} onChange={setDraft} workspace={workspace?.id ?? ""} off={off} own={one?.id ?? ""} />
        {one && <TicketList of={one} />}
        <Translations about={about} draft={draft} onChange={setDraft} own={one?.locale ?? workspace?.locale ?? "en"} off={off} />
        {one && <Files list={files.data ?? []} place={{ kind: "item", id: one.id }} writable={!off} />}
        {one?.kind === "insight" && <Evidence item={one.id} />}
        {one && one.maps.length > 0 && <OnMaps ids={one.maps} workspace={workspace?.id ?? ""} />}
        <Fault error={save.error ?? drop.error} />
        {!off && (
          <div className="row save-bar">
            <Button kind="primary" type="submit" isDisabled={!draft.title.trim() || save.isPending}>{one && one.maps.length > 0 ? t("{n, plural, one {Save, also on # map} other {Save, also on # maps}}", { n: one.maps.length }) : t("Save")}</Button>
            <span className="grow" />
            {one && <ForEver label={t("Delete")} warning={t("It goes from the library, with its files; cards on maps keep their words.")} busy={drop.isPending} onDrop={() => drop.mutate()} />}
          </div>
        )}
      </form>
    </Dialog>
  );
}

function ItemFields({ about, draft, onChange, workspace, off, own }: { about: ItemKind; draft: Draft; onChange: (draft: Draft) => void; workspace: string; off: boolean; own: string }): ReactNode {
  const people = useQuery(members(workspace));
  const set = (given: Partial<Draft>): void => onChange({ ...draft, ...given });
  const field = (name: string, value: string): void => set({ fields: { ...draft.fields, [name]: value } });
  return (
    <>
      <Field label={t("Title")} value={draft.title} onChange={(title) => set({ title })} disabled={off} autoFocus required />
      <Field label={t("Description")} value={draft.text} onChange={(text) => set({ text })} rows={3} disabled={off} />
      <div className="pairs">
        <Choice label={t("Status")} value={draft.status} onChange={(status) => set({ status })} options={about.statuses.map((one) => [one, itemStatus(one)])} disabled={off} />
        <Choice label={t("Owner")} value={draft.owner_id} onChange={(owner_id) => set({ owner_id })} options={[["", t("nobody")], ...(people.data ?? []).map((one) => [one.user_id, one.name] as const)]} disabled={off} />
        {about.fields.includes("type") && <Choice label={t("Type")} value={draft.fields.type ?? ""} onChange={(value) => field("type", value)} options={insightTypes()} disabled={off} />}
      </div>
      {about.scores.length > 0 && <div className="pairs">{about.scores.map((score) => <Slider key={score} label={scoreName(score)} value={draft.scores[score]} onChange={(value) => set({ scores: { ...draft.scores, [score]: value } })} off={off} />)}</div>}
      {about.fields.filter((name) => name !== "type").map((name) => <Field key={name} label={fieldName(name)} value={draft.fields[name] ?? ""} onChange={(value) => field(name, value)} rows={2} disabled={off} />)}
      <ItemLinks links={draft.links} onChange={(links) => set({ links })} off={off} />
      <Field label={t("Tags, with commas")} value={draft.tags.join(", ")} onChange={(text) => set({ tags: text.split(",").map((tag) => tag.trimStart()).filter((tag, at, all) => tag || at === all.length - 1) })} disabled={off} />
      {about.follows.length > 0 && <Parents about={about} chosen={draft.parents} onChange={(parents) => set({ parents })} workspace={workspace} off={off} own={own} />}
    </>
  );
}

export function Slider({ label, value, onChange, off }: { label: string; value: number | undefined; onChange: (value: number) => void; off: boolean }): ReactNode {
  return (
    <label className="slider">
      <span className="label">{label}</span>
      <span className="row"><input type="range" min="0" max="10" step="1" value={value ?? 5} disabled={off} data-unset={value === undefined ? "" : undefined} onChange={(event) => onChange(Number(event.target.value))} /><output>{value ?? "–"}</output></span>
    </label>
  );
}

function OnMaps({ ids, workspace }: { ids: readonly string[]; workspace: string }): ReactNode {
  const list = useQuery(maps(workspace));
  const known = (list.data ?? []).filter((one) => ids.includes(one.id));
  return (
    <div className="field">
      <span className="label">{t("Shown on")}</span>
      <ul className="row wrap">{known.map((one) => <li key={one.id}><Link to={`/maps/${one.id}`} className="badge">{localised(one.title, language()) || t("Untitled map")}</Link></li>)}</ul>
    </div>
  );
}
