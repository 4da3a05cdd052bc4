/** What changed between two versions: in words, each leading to its place, and marked on the map as long as it is shown. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { Button, Choice, Fault } from "../../kit";
import type { Difference as One } from "../../lib/api/contract";
import { msg, t } from "../../lib/i18n";
import { anew, diff, shownDiff } from "../../lib/queries";
import { isThere, show } from "../showing";
import type { Editor, Panel } from "../editor";
import { useEditor } from "../view/use";

const KINDS: Readonly<Record<string, string>> = {
  map: msg("Map"), columns: msg("step"), lanes: msg("lane"), cards: msg("card"), personas: msg("persona"), touchpoints: msg("touchpoint"), edges: msg("arrow between steps"), paths: msg("way"), links: msg("arrow between cards"), notes: msg("note"),
};
const FIELDS: Readonly<Record<string, string>> = {
  text: msg("Text"), title: msg("Title"), detail: msg("Details"), description: msg("Description"), value: msg("Value"), figures: msg("Figures"), tone: msg("Tone"), persona: msg("Persona"), channel: msg("Channel"), icon: msg("Icon"), status: msg("Status"), owner: msg("Owner"),
  rank: msg("Rank"), type: msg("Type"), role: msg("Role"), note: msg("Note"), evidence: msg("Evidence"), matches: msg("Events"), moment_of_truth: msg("Moment of truth"), name: msg("Name"), place: msg("Place"), goal: msg("Goal"), scenario: msg("Scenario"), state: msg("State"), props: msg("more fields"),
};
const SOON_MS = 700; // until the server has what was typed
const WHATS = (): Record<One["what"], string> => ({ added: t("added"), removed: t("removed"), changed: t("changed"), moved: t("moved") });

export function Difference({ id, options }: { id: string; options: readonly (readonly [string, string])[] }): ReactNode {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("now");
  const client = useQueryClient();
  const found = useQuery({ ...diff(id, from, to), enabled: from !== "" });
  const { data } = found;
  useAnew(id, from !== "" && to === "now");
  useEffect(() => {
    client.setQueryData(shownDiff(id).queryKey, data ?? []);
    return () => void client.setQueryData(shownDiff(id).queryKey, []);
  }, [client, id, data]);
  return (
    <>
      <h3>{t("What changed")}</h3>
      <Choice label={t("Between")} value={from} onChange={setFrom} options={[["", t("choose …")], ...options]} />
      <Choice label={t("and")} value={to} onChange={setTo} options={[["now", t("now")], ...options]} />
      <Fault error={found.error} />
      {data?.length === 0 && <p className="quiet">{t("Nothing changed between them.")}</p>}
      {data && data.length > 0 && <p className="small quiet">{t("What is still on the map is marked there; press a name to go to it.")}</p>}
      <ul className="list">{data?.map((one) => <Row key={`${one.element}/${one.what}`} one={one} />)}</ul>
    </>
  );
}

/** Return how to go to what a row is about: an arrow's is where it begins; what the map does not draw has its panel. */
function wayTo(editor: Editor, { element, what }: One): (() => void) | null {
  const [root = "", key = ""] = element.split("/");
  const [begin = ""] = key.split(" ");
  const seen = root === "edges" ? `columns/${begin}` : root === "links" ? `cards/${begin}` : element;
  if (isThere(editor, seen)) return () => show(editor, seen);
  const panel: Panel | undefined = root === "personas" ? "personas" : root === "map" || root === "notes" ? "map" : undefined;
  return panel && what !== "removed" ? () => editor.open(panel) : null;
}

/** Compare anew in a moment when the map changes, for as long as it is compared as it is now. */
function useAnew(id: string, on: boolean): void {
  const { store } = useEditor().session;
  const client = useQueryClient();
  useEffect(() => {
    if (!on) return undefined;
    let soon: ReturnType<typeof setTimeout> | undefined;
    const end = store.subscribe(() => {
      clearTimeout(soon);
      soon = setTimeout(() => void anew(client, "diff", id), SOON_MS);
    });
    return () => { clearTimeout(soon); end(); };
  }, [client, id, on, store]);
}

function Row({ one }: { one: One }): ReactNode {
  const editor = useEditor();
  const kind = t(KINDS[one.element.split("/")[0] ?? ""] ?? "");
  const there = wayTo(editor, one);
  return (
    <li>
      <span><span className={`badge ${one.what === "removed" ? "warn" : one.what === "added" ? "" : "plain"}`}>{WHATS()[one.what]}</span> <span className="quiet small">{kind}</span>{" "}
        {there ? <Button kind="bare" onPress={there}>{one.name || t("About this map")}</Button> : <strong>{one.name}</strong>}
      </span>
      {(one.changes ?? []).map(({ field, before, after }) => (
        <span key={field} className="small quiet">{t(FIELDS[field] ?? field.replaceAll("_", " "))}{typeof after === "string" ? <>: <del>{before || "–"}</del> → <ins>{after || "–"}</ins></> : before && <>: {before}</>}</span>
      ))}
    </li>
  );
}
