/** Personas of a map and of the library: taken from there, kept there, let go. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button, Choice, Fault } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Item } from "../lib/api/contract";
import { t } from "../lib/i18n";
import { anew, mapCard } from "../lib/queries";
import { Link } from "../lib/router";
import { add, put } from "../maps/model/edit";
import { localised, type Persona } from "../maps/model/types";
import { useEditor, useView } from "../maps/view/use";
import { sharedToken } from "../lib/shared";
import { Chips } from "./Tickets";
import { itemKinds, items } from "./queries";

const refOf = (one: Persona): string => String(one.profile?.item ?? "");

function useLibrary(): { workspace: string; personas: readonly Item[] } {
  const editor = useEditor();
  const of = useQuery({ ...mapCard(editor.session.id), enabled: !sharedToken() });
  const workspace = of.data?.workspace_id ?? "";
  return { workspace, personas: useQuery(items(workspace, "persona")).data ?? [] };
}

/** Take a persona of the library onto this map. */
export function TakePersona(): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { personas } = useLibrary();
  const left = personas.filter((one) => !view.personas.some((mine) => refOf(mine) === one.id));
  if (!editor.writable || left.length === 0) return null;
  const take = (id: string): void => {
    const one = left.find((each) => each.id === id);
    if (one) add(editor.edit, "personas", { name: one.title, description: one.text, segment: one.fields.segment ?? "", profile: { ...one.fields, item: one.id } });
  };
  return <Choice label={t("Add one of the library")} value="" onChange={take} options={[["", t("Choose …")], ...left.map((one) => [one.id, one.title] as const)]} />;
}

/** Say whether a persona of the map is one of the library, and keep it there. */
export function PersonaLink({ one }: { one: Persona }): ReactNode {
  const editor = useEditor();
  const { scene: { locale } } = useView();
  const client = useQueryClient();
  const { workspace, personas } = useLibrary();
  const kinds = useQuery({ ...itemKinds, enabled: workspace !== "" });
  const known = kinds.data?.find((kind) => kind.name === "persona")?.fields ?? [];
  const kept = personas.find((each) => each.id === refOf(one));
  const put_ = (item: string | undefined): void => put(editor.edit, "personas", one.key, { profile: { ...one.profile, item } });
  const fields = Object.fromEntries(Object.entries({ ...one.profile, segment: one.segment ?? "" }).filter(([name, value]) => known.includes(name) && typeof value === "string" && value !== "")) as Record<string, string>;
  const keep = useMutation({
    mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/items", { params: { path: { workspace } }, body: { kind: "persona", title: localised(one.name, locale), text: localised(one.description, locale), fields } })),
    onSuccess: (made) => { put_(made.id); tell(t("Kept in the library")); void anew(client, "items", workspace); },
  });
  if (kept) return <div className="field"><p><Link to={`/library/persona/${kept.id}`}>{t("In the library")}</Link> <span className="hint">{t("Its other fields are edited there and change on all maps.")}</span></p><Chips of={kept} />{editor.writable && <div className="row"><Button onPress={() => put_(undefined)}>{t("Let go of the library")}</Button></div>}</div>;
  if (!editor.writable || !workspace) return null;
  return <div className="stack"><div className="row"><Button isDisabled={!localised(one.name, locale) || keep.isPending || known.length === 0} onPress={() => keep.mutate()}>{t("Keep in the library")}</Button></div><Fault error={keep.error} /></div>;
}
