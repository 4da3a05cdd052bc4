/** One map: its head, the grid (or the table, or the presentation), and the panel beside it. */

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from "react";
import "../styles/map.css";
import "../styles/live.css";
import { SignInAfter } from "../app/Gate";
import { usePaletteKey } from "../app/Palette";
import { Fault, Progress } from "../kit";
import { useNarrow } from "../kit/narrow";
import { useWhole } from "../kit/whole";
import { language, t, useLanguage } from "../lib/i18n";
import { mapCard } from "../lib/queries";
import { useQueryState } from "../lib/router";
import { useArrival } from "./arriving";
import { Editor, titleRoom, type Panel } from "./editor";
import { useBehind } from "./live/behind";
import { numberAt } from "./live/clicks";
import { usePanel } from "./live/inAddress";
import { LiveBar } from "./live/LiveBar";
import { useCounted } from "./live/useLive";
import { remeasure } from "./model/typeset";
import { Side } from "./panels/Side";
import { MapSession } from "./session";
import { AddLane } from "./view/AddLane";
import { Beside } from "./view/Beside";
import { ContextMenu } from "./view/ContextMenu";
import { EmptyMap, NoLanes } from "./view/EmptyMap";
import { FilterBar } from "./view/FilterBar";
import { Grid } from "./view/Grid";
import { MapPalette } from "./view/MapPalette";
import { MapBar, MapTop } from "./view/MapTop";
import { WithComments } from "./view/CommentMark";
import { MatrixView } from "./view/MatrixView";
import { Presenter } from "./view/Presenter";
import { TableView } from "./view/TableView";
import { undoKeys } from "./view/UndoButtons";
import { useLooking } from "./view/useAddress";
import { EditorContext, useEditorState, useLoaded, usePart } from "./view/use";

const Wall = lazy(() => import("./live/Wall"));
/** Panels about what is stood on: a click on a number does not take them away. */
const STAYS: ReadonlySet<Panel> = new Set<Panel>(["element", "comments", "binding"]);

export default function MapPage({ id, name, token = "", wall = false }: { id: string; name: string; token?: string; wall?: boolean }): ReactNode {
  const card = useQuery({ ...mapCard(id), enabled: !token });
  const spoken = useLanguage();
  const [editor, setEditor] = useState<Editor | null>(null);
  const role = token ? "viewer" : card.data?.role;
  const ready = Boolean(token) || card.isSuccess;

  useEffect(() => {
    if (!ready) return undefined;
    const session = new MapSession(id, language(), name, role !== "viewer" && role !== "commenter", token);
    const made = new Editor(session);
    setEditor(made);
    return () => session.close();
  }, [id, name, ready, role, token]);

  useEffect(() => {
    editor?.session.speak(spoken);
  }, [editor, spoken]);

  if (card.error) return <main className="empty-map"><h1>{t("This map cannot be shown")}</h1><Fault error={card.error} /><p className="row"><SignInAfter error={card.error} /><a className="button" href="/">{t("All maps")}</a></p></main>;
  if (!editor) return <div className="map-page" aria-busy="true" />;
  return <EditorContext.Provider value={editor}>{wall ? <Suspense fallback={<div aria-busy="true" />}><Wall id={id} editor={editor} /></Suspense> : <OpenMap id={id} editor={editor} shared={Boolean(token)} />}</EditorContext.Provider>;
}

const Ticketed = lazy(() => import("./live/Ticketed"));

export function OpenMap({ id, editor, shared }: { id: string; editor: Editor; shared: boolean }): ReactNode {
  const [mode, setMode] = useQueryState("view");
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const [said, setSaid] = useState("");
  const [palette, setPalette] = useState(false);
  usePaletteKey(useCallback(() => setPalette(true), []));
  const state = useEditorState();
  useFit(editor);
  useLooking(editor);
  useBehind(editor);
  usePanel(editor);
  const [called] = useQueryState("comment");
  const [loaded, counted] = [useLoaded(), useWhole(useCounted(id))];
  const opened = loaded && counted;
  useArrival(editor, opened);

  useEffect(() => {
    if (called) editor.set({ panel: "comments" });
  }, [editor, called]);

  useEffect(() => {
    editor.announce = (text) => setSaid((before) => (before === text ? `${text}\u00a0` : text));
  }, [editor]);

  const plain = <Body onMenu={(x, y) => setMenu({ x, y })} whole={mode === "print"} />;
  const body = mode === "table" ? <TableView onMap={() => setMode("")} onMenu={(x, y) => setMenu({ x, y })} /> : mode === "matrix" ? <MatrixView onMap={() => setMode("")} /> : mode === "beside" ? <Beside id={id}>{plain}</Beside> : plain;
  return (
    <main className={`map-page ${opened ? "" : "opening"}`} onKeyDown={undoKeys(editor)}>
      <MapBar id={id} mode={mode} onMode={setMode} shared={shared} />
      {opened && <MapTop />}
      <LiveBar id={id} editor={editor} />
      {opened && <FilterBar />}
      {!opened && <div className="scroller" aria-busy="true"><div className="map-opening"><Progress label={t("Opening the map …")} /></div></div>}
      {opened && <div className="map-body" onClick={(event) => { const figure = STAYS.has(state.panel) ? null : numberAt(editor, event); if (figure !== null) editor.set({ panel: "numbers", figure }); }}>
        <WithComments id={shared ? "" : id}>{body}</WithComments>
        {state.panel && <Side id={id} />}
      </div>}
      {!shared && <Suspense fallback={null}><Ticketed id={id} /></Suspense>}
      {menu && <ContextMenu at={menu} onClose={() => setMenu(null)} />}
      {state.adding !== null && <AddLane after={state.adding} />}
      {mode === "present" && <Presenter onClose={() => setMode("")} />}
      {palette && <MapPalette shared={shared} onMode={setMode} onClose={() => setPalette(false)} />}
      <div className="unseen" role="status" aria-live="polite">{said}</div>
    </main>
  );
}

function Body({ onMenu, whole }: { onMenu: (x: number, y: number) => void; whole: boolean }): ReactNode {
  const [tree, lanes] = [usePart("tree"), usePart("lanes")];
  if (tree.columns.length === 0 && lanes.length === 0) return <EmptyMap />;
  return <><Grid onMenu={onMenu} whole={whole} />{lanes.length === 0 && <NoLanes />}</>;
}

/** Narrower lane titles on phones, and widths measured anew once the fonts are there. */
function useFit(editor: Editor): void {
  const [, redraw] = useState(0);
  const narrow = useNarrow();
  useEffect(() => {
    const fit = (): void => {
      editor.titleWidth = titleRoom(narrow);
      editor.set({});
      redraw((count) => count + 1);
    };
    fit();
    void document.fonts.ready.then(() => {
      if (!remeasure()) return;
      editor.forgetLayout();
      fit();
    });
  }, [editor, narrow]);
}

