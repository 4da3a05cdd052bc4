/** The bar with what can be done, and the head of the map: its title, what it rests on, and the legend. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { SignInAgain } from "../../app/Gate";
import { Avatar, Button, MenuButton, type MenuEntry } from "../../kit";
import { useNarrow } from "../../kit/narrow";
import { BASE } from "../../lib/api/client";
import { day, figure, number, percent } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { formats } from "../../lib/queries";
import { Link } from "../../lib/router";
import { scheme } from "../../lib/theme";
import { ShareDialog } from "../../sharing/ShareDialog";
import { ACTIONS, possible, run } from "../actions";
import { shownKeys } from "../model/action";
import { localised } from "../model/types";
import type { View } from "../model/store";
import { Legend } from "./Glyph";
import { CheckCount } from "./CheckCount";
import { MapTitle } from "./MapTitle";
import { UndoButtons } from "./UndoButtons";
import { useViews } from "./ViewsMenu";
import { useEditor, useEditorState, usePart, usePeers, useSession } from "./use";

const PATIENCE_MS = 5000;
/** What maps are handed around as comes first, then tables, then what programs read. */
const WANTED = ["pdf", "pptx", "png", "svg", "html", "xlsx", "csv"];
const wanted = (name: string): number => (WANTED.includes(name) ? WANTED.indexOf(name) : WANTED.length);

/** Say whether something has lasted for longer than one waits without wondering. */
function useLate(on: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = on ? setTimeout(() => setLate(true), PATIENCE_MS) : undefined;
    return () => { clearTimeout(timer); setLate(false); };
  }, [on]);
  return late;
}

function Wire(): ReactNode {
  const { wire, waiting, signedOut } = useSession();
  const late = useLate(waiting && wire !== "offline");
  const saving = late ? t("Not saved yet: your edits are kept here") : t("Saving …");
  const out = waiting ? t("Signed out: your edits are kept here") : t("Signed out");
  const { writable, session } = useEditor();
  const words = { frozen: t("As it was, for ever"), live: waiting ? saving : writable ? t("Saved") : t("Up to date"), connecting: waiting ? saving : t("Connecting …"), offline: waiting ? t("Offline: your edits are kept here") : t("Offline"), refused: signedOut ? out : session.token ? t("This link has ended") : t("View only") };
  const line = <span className={`wire ${(wire === "live" && !late) || wire === "frozen" ? "" : "off"}`} role="status" title={words[wire]}><i /><span>{words[wire]}</span></span>;
  return signedOut ? <>{line}<SignInAgain /></> : line;
}

function actionEntries(editor: ReturnType<typeof useEditor>, groups: readonly string[]): MenuEntry[] {
  return ACTIONS.filter((one) => groups.includes(one.group) && possible(one, editor)).map((one) => ({
    id: one.name, label: one.label(editor), danger: Boolean(one.danger), onAction: () => run(one, editor), ...(one.keys?.[0] ? { keys: shownKeys(one.keys[0]) } : {}),
  }));
}

/** What each way to see the map but as a map is called. */
const PAGES = (): Record<string, string> => ({ table: t("Table"), matrix: t("Matrix"), beside: t("Side by side") });

/** Show the whole map, hand it to the printer, and come back. */
export function printMap(onMode: (mode: string) => void): void {
  onMode("print");
  setTimeout(() => {
    print();
    onMode("");
  }, 300);
}

export function MapBar({ id, mode, onMode, shared }: { id: string; mode: string; onMode: (mode: string) => void; shared: boolean }): ReactNode {
  const editor = useEditor();
  const peers = usePeers();
  const known = useQuery({ ...formats, enabled: !shared });
  const [sharing, setSharing] = useState(false);
  const { hiddenLanes, speech } = useEditorState();
  const lanes = hiddenLanes.size ? editor.view.lanes.filter((one) => !hiddenLanes.has(one.key)).map((one) => `&lane=${encodeURIComponent(one.key)}`).join("") : "";
  const exports: MenuEntry[] = (known.data ?? []).toSorted((one, other) => wanted(one.name) - wanted(other.name)).map((one) => ({ id: one.name, label: one.title, apart: one.name === "xlsx" || one.name === "cjml", keys: one.extensions?.[0] ?? "", href: `${BASE}/maps/${id}/export/${one.name}?locale=${speech || language()}&theme=${scheme()}${lanes}` }));
  const show: MenuEntry[] = [
    { id: "map", label: t("Map"), onAction: () => onMode("") },
    { id: "table", label: t("Table"), onAction: () => onMode("table") },
    { id: "matrix", label: t("Matrix"), onAction: () => onMode("matrix") },
    ...(shared ? [] : [{ id: "beside", label: t("Beside another map"), onAction: () => onMode("beside") }]),
    { id: "present", label: t("Present"), onAction: () => onMode("present") },
    { id: "print", label: t("Print"), onAction: () => printMap(onMode) },
    ...actionEntries(editor, ["view"]).map((one, at) => ({ ...one, apart: at === 0 })),
  ];
  const views = useViews();
  const narrow = useNarrow();
  const apart = mode in PAGES();
  return (
    <nav className="map-bar" aria-label={t("Map")}>
      {!shared && <Link to="/" className="button bare" aria-label={t("All maps")}>{narrow ? t("Maps") : t("All maps")}</Link>}
      <Wire />
      <span className="grow" />
      <span className="people">{peers.slice(0, 5).map((one) => <Avatar key={one.id} name={one.name} colour={`var(${one.colour})`} />)}</span>
      {!shared && !narrow && <CheckCount id={id} />}
      {editor.writable && <UndoButtons />}
      {editor.writable && <MenuButton label={narrow ? <span className="sign">+</span> : t("Add")} called={t("Add")} entries={actionEntries(editor, ["add"])} kind="bare" />}
      <MenuButton label={(narrow ? "" : PAGES()[mode]) || t("View")} entries={show} kind="bare" />
      {narrow ? <MenuButton label={<span className="sign">⋯</span>} called={t("More")} entries={[...views.entries, ...(shared ? [] : exports).map((one, at) => ({ ...one, apart: at === 0 }))]} kind="bare" /> : <MenuButton label={views.label} entries={views.entries} kind="bare" />}
      {views.dialog}
      {!shared && !narrow && <MenuButton label={t("Export")} entries={exports} kind="bare" />}
      {!shared && editor.writable && <Button kind="primary" onPress={() => setSharing(true)}>{t("Share")}</Button>}
      {sharing && <ShareDialog id={id} lanes={editor.view.lanes} onClose={() => setSharing(false)} />}
      {apart && !narrow && <Button kind="bare" onPress={() => onMode("")}>{t("Back to the map")}</Button>}
    </nav>
  );
}

/** Return what stands under the title: typed in, or made of who, when and how many. */
function subtitle({ fields, scene, personas }: Pick<View, "fields" | "scene" | "personas">): string {
  const typed = localised(fields.subtitle, scene.locale);
  if (typed) return typed;
  const period = fields.period_start && fields.period_end ? `${day(fields.period_start)} – ${day(fields.period_end)}` : "";
  const people = fields.persons ? t("{n} people", { n: number(fields.persons, 0) }) : "";
  const goal = fields.goal_conversion ? t("{share} reach the goal", { share: figure(fields.goal_conversion) }) : "";
  const [one] = personas.length === 1 ? personas : [];
  const asOf = fields.as_of ? t("as of {when}", { when: day(fields.as_of) }) : "";
  return [localised(one?.name, scene.locale), people, period, goal, asOf].filter(Boolean).join(" · ") || localised(fields.scenario, scene.locale);
}

export function MapTop(): ReactNode {
  const [fields, scene, personas] = [usePart("fields"), usePart("scene"), usePart("personas")];
  const [n, total] = usePart("trust");
  const title = localised(fields.title, scene.locale);
  const share = total ? percent(n / total) : "";
  return (
    <header className="map-top">
      <div className="grow">
        <MapTitle title={title} />
        <p className="quiet small">{subtitle({ fields, scene, personas })}</p>
      </div>
      <div className="map-side">
        <Legend />
        {location.pathname.startsWith("/embed/") && <a className="small" href={location.pathname.replace("/embed/", "/shared/") + location.search} target="_blank" rel="noreferrer">{t("Open the whole page")}</a>}
        {total > 0 && <p className="quiet small">{t("Trust {share}: {n} of {total} cards observed or measured", { share, n, total })}</p>}
      </div>
    </header>
  );
}
