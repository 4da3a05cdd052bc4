/** What a card has beside its fields: its item in the library, and files. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode } from "react";
import { Button, Choice, Fault } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Item } from "../lib/api/contract";
import { t } from "../lib/i18n";
import { anew, mapCard, me } from "../lib/queries";
import { Link } from "../lib/router";
import { writeCard } from "../maps/model/cards";
import { put, write } from "../maps/model/edit";
import { localised, type Card } from "../maps/model/types";
import { useEditor, useView } from "../maps/view/use";
import { Chips } from "./Tickets";
import { itemOf } from "./drafts";
import { Files } from "./Files";
import { itemStatus, KIND_NAMES, kindName, kindWord } from "./kinds";
import { sharedToken } from "../lib/shared";
import { filesOfMap, items } from "./queries";

const OF_LANE: Record<string, string> = { insight: "insight", pain_point: "insight", opportunity: "opportunity", solution: "solution", touchpoint: "touchpoint", channel: "channel", persona: "persona", actor: "stakeholder" };

export function CardExtras({ card }: { card: Card }): ReactNode {
  return sharedToken() || card.key.startsWith(":") ? null : <Inside card={card} />;
}

function Inside({ card }: { card: Card }): ReactNode {
  const editor = useEditor();
  const id = editor.session.id;
  const files = useQuery(filesOfMap(id));
  const mine = (files.data ?? []).filter((one) => one.element === `cards/${card.key}`);
  const of = useQuery(mapCard(id));
  return (
    <>
      {of.data && <Linked card={card} workspace={of.data.workspace_id} />}
      <Files list={mine} place={{ kind: "map", id, element: `cards/${card.key}` }} writable={editor.writable} />
    </>
  );
}

/** All files of a map, whatever they are about. */
export function MapFiles(): ReactNode {
  const editor = useEditor();
  const { id } = editor.session;
  const files = useQuery({ ...filesOfMap(id), enabled: !sharedToken() });
  return files.data ? <Files list={files.data} place={{ kind: "map", id }} writable={editor.writable} /> : null;
}

function Linked({ card, workspace }: { card: Card; workspace: string }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const client = useQueryClient();
  const list = useQuery(items(workspace));
  const who = useQuery(me);
  const own = who.data?.workspaces.find((each) => each.id === workspace)?.locale ?? view.scene.locale;
  const ref = String(card.props?.item ?? "");
  const one = list.data?.find((item) => item.id === ref);
  const type = view.lanes.find((lane) => lane.key === card.lane)?.type ?? "";
  const kind = OF_LANE[type] ?? "insight";
  const props = (item: string | undefined): void => put(editor.edit, "cards", card.key, { props: { ...card.props, item } });
  const link = (item: Item): void => {
    writeCard(editor.edit, card.key, item.title);
    write(editor.edit, "cards", card.key, "detail", item.text);
    put(editor.edit, "cards", card.key, { props: { ...card.props, prompt: undefined, item: item.id }, owner: item.owner, status: item.status });
  };
  const keep = useMutation({
    mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/items", { params: { path: { workspace } }, body: { kind, ...itemOf(card, view.scene.locale, own) } })),
    onSuccess: (made) => { props(made.id); tell(t("Kept in the library")); void anew(client, "items", workspace); },
  });
  if (!list.data) return null;
  if (one) {
    return (
      <div className="field">
        <span className="label">{t("In the library")}</span>
        <p><Link to={one.kind === "persona" ? `/library/persona/${one.id}` : `/library/${one.kind}?item=${one.id}`}>{one.title}</Link> <span className="badge plain">{kindName(one.kind)}</span> <span className="badge plain">{itemStatus(one.status)}</span></p>
        <Chips of={one} />
        <p className="hint">{t("What you write here, in any language, changes on all maps that show it.")}</p>
        {editor.writable && <div className="row"><Button onPress={() => props(undefined)}>{t("Let go of the library")}</Button></div>}
      </div>
    );
  }
  if (!editor.writable) return null;
  const named = (item: Item): readonly [string, string] => [item.id, `${kindName(item.kind)}: ${item.title}`];
  const sorted = list.data.toSorted((a, b) => Number(b.kind === kind) - Number(a.kind === kind) || Object.keys(KIND_NAMES).indexOf(a.kind) - Object.keys(KIND_NAMES).indexOf(b.kind));
  return (
    <>
      {sorted.length > 0 && <Choice label={t("Show an item of the library")} value="" onChange={(item) => { const found = sorted.find((each) => each.id === item); if (found) link(found); }} options={[["", t("none")], ...sorted.map(named)]} />}
      <div className="row"><Button isDisabled={!localised(card.text, view.scene.locale) || keep.isPending} onPress={() => keep.mutate()}>{t("Keep in the library as {what}", { what: kindWord(kind) })}</Button></div>
      <Fault error={keep.error} />
    </>
  );
}
