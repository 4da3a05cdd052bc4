/** A version as it was, to look at without changing anything. */

import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import * as Y from "yjs";
import { Dialog, Fault, Progress } from "../../kit";
import { language, t } from "../../lib/i18n";
import { version } from "../../lib/queries";
import { Editor } from "../editor";
import { MapStore } from "../model/store";
import type { MapValue } from "../model/types";
import { writeMap } from "../model/writing";
import type { MapSession } from "../session";
import { undoManager } from "../model/undo";
import { Grid } from "../view/Grid";
import { EditorContext } from "../view/use";

const EMPTY = { personas: [], touchpoints: [], columns: [], edges: [], paths: [], lanes: [], cards: [], links: [], notes: [] };
const NOBODY: readonly never[] = [];

/** An editor over a map that lives nowhere: nothing can be typed into it and nobody else is there. */
function reader(map: MapValue): Editor {
  const doc = new Y.Doc();
  writeMap(doc, { ...EMPTY, ...map });
  const session = {
    doc, store: new MapStore(doc, language()), undo: undoManager(doc, null), writable: false, edit: { doc, locale: language(), origin: null },
    point: () => undefined, peers: () => NOBODY, subscribe: () => () => undefined,
  };
  return new Editor(session as unknown as MapSession);
}

export function VersionPreview({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const found = useQuery(version(id));
  const editor = useMemo(() => (found.data ? reader(found.data.map) : null), [found.data]);
  return (
    <Dialog title={found.data?.name || t("Version")} onClose={onClose} width={1200}>
      <Fault error={found.error} />
      {found.isPending && <Progress label={t("Opening …")} />}
      {editor && <div style={{ display: "flex", height: "64vh" }}><EditorContext.Provider value={editor}><Grid /></EditorContext.Provider></div>}
    </Dialog>
  );
}
