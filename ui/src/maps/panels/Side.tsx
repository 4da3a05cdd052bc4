/** The panel beside the map: one at a time, the document stays in sight. */

import { lazy, Suspense, useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { Button } from "../../kit";
import { t } from "../../lib/i18n";
import type { Editor, Panel } from "../editor";
import { pressed } from "../model/action";
import { cellId } from "../model/moving";
import { useEditor, useEditorState } from "../view/use";
import { Check } from "./Check";
import { Comments } from "./Comments";
import { ElementPanel } from "./ElementPanel";
import { Find } from "./Find";
import { AboutMap } from "./AboutMap";
import { Personas } from "./Personas";
import { Translate } from "./Translate";
import { Versions } from "./Versions";

const LivePanel = lazy(() => import("../live/LivePanel"));

/** Go to the first field of a panel, to its first button where it has none, or to itself while it is on its way. */
function enter(body: HTMLElement | null): void {
  const found = body?.querySelector<HTMLElement>("input:not([hidden]), textarea, select") ?? body?.querySelector<HTMLElement>("button") ?? body;
  found?.focus({ preventScroll: true });
}

/** Go back to what was stood on, so that the keyboard goes on from there. */
function backToMap(editor: Editor): void {
  const { active } = editor.state;
  const grid = document.querySelector<HTMLElement>(".scroller, .table-view");
  const cell = active && grid?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(cellId(active))}"]`);
  (cell ?? grid)?.focus({ preventScroll: true });
}

export function Side({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  const { panel } = useEditorState();
  const titles: Record<Panel, string> = { "": "", element: t("All fields"), find: t("Find and replace"), versions: t("Versions"), comments: t("Comments"), personas: t("Personas"), map: t("About this map"), translate: t("Languages of the map"), numbers: t("Behind the number"), binding: t("Bind to data"), planned: t("Planned and travelled"), moved: t("What moved"), proposals: t("Proposed from data"), check: t("Check the map") };
  const bodies: Record<Panel, ReactNode> = { "": null, element: <ElementPanel />, find: <Find />, versions: <Versions id={id} />, comments: <Comments id={id} />, personas: <Personas />, map: <AboutMap />, translate: <Translate />, numbers: <LivePanel id={id} />, binding: <LivePanel id={id} />, planned: <LivePanel id={id} />, moved: <LivePanel id={id} />, proposals: <LivePanel id={id} />, check: <Check id={id} /> };
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (editor.entering) enter(body.current);
    editor.entering = false;
  });
  const close = (): void => {
    editor.set({ panel: "" });
    backToMap(editor);
  };
  const keys = (event: KeyboardEvent): void => {
    const name = pressed(event);
    if (event.defaultPrevented || event.nativeEvent.isComposing || !(name === "Escape" || (name === "Mod+I" && panel === "element"))) return;
    event.preventDefault();
    close();
  };
  return (
    <aside className="side" aria-label={titles[panel]} onKeyDown={keys}>
      <header>
        <h2>{titles[panel]}</h2>
        <Button kind="bare" onPress={close}>{t("Close")}</Button>
      </header>
      <div ref={body} className="body" key={panel} tabIndex={editor.writable ? -1 : 0}><Suspense fallback={<div aria-busy="true" />}>{bodies[panel]}</Suspense></div>
    </aside>
  );
}
