/** The panel beside the map: one at a time, the document stays in sight. */

import { lazy, Suspense, type ReactNode } from "react";
import { Button } from "../../kit";
import { t } from "../../lib/i18n";
import type { Panel } from "../editor";
import { useEditor, useEditorState } from "../view/use";
import { Comments } from "./Comments";
import { ElementPanel } from "./ElementPanel";
import { Find } from "./Find";
import { AboutMap } from "./AboutMap";
import { Personas } from "./Personas";
import { Translate } from "./Translate";
import { Versions } from "./Versions";

const LivePanel = lazy(() => import("../live/LivePanel"));

export function Side({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  const { panel } = useEditorState();
  const titles: Record<Panel, string> = { "": "", element: t("All fields"), find: t("Find and replace"), versions: t("Versions"), comments: t("Comments"), personas: t("Personas"), map: t("About this map"), translate: t("Languages of the map"), numbers: t("Behind the number"), binding: t("Bind to data"), planned: t("Planned and travelled"), moved: t("What moved"), proposals: t("Proposed from data") };
  const bodies: Record<Panel, ReactNode> = { "": null, element: <ElementPanel />, find: <Find />, versions: <Versions id={id} />, comments: <Comments id={id} />, personas: <Personas />, map: <AboutMap />, translate: <Translate />, numbers: <LivePanel id={id} />, binding: <LivePanel id={id} />, planned: <LivePanel id={id} />, moved: <LivePanel id={id} />, proposals: <LivePanel id={id} /> };
  return (
    <aside className="side" aria-label={titles[panel]}>
      <header>
        <h2>{titles[panel]}</h2>
        <Button kind="bare" onPress={() => editor.set({ panel: "" })}>{t("Close")}</Button>
      </header>
      <div className="body" key={panel}><Suspense fallback={<div aria-busy="true" />}>{bodies[panel]}</Suspense></div>
    </aside>
  );
}
