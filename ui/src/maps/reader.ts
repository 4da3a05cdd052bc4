/** A map to look at that lives nowhere: a version, or a copy handed out. */

import * as Y from "yjs";
import { language } from "../lib/i18n";
import { Editor } from "./editor";
import { MapStore } from "./model/store";
import type { MapValue } from "./model/types";
import { undoManager } from "./model/undo";
import { writeMap } from "./model/writing";
import type { MapSession } from "./session";

const EMPTY = { personas: [], touchpoints: [], columns: [], edges: [], paths: [], lanes: [], cards: [], links: [], notes: [] };
const NOBODY: readonly never[] = [];

/** An editor over a map that lives nowhere: nothing can be typed into it and nobody else is there. Pictures come by `token`. */
export function reader(map: MapValue, token = ""): Editor {
  const doc = new Y.Doc();
  writeMap(doc, { ...EMPTY, ...map });
  const session = {
    doc, store: new MapStore(doc, language()), undo: undoManager(doc, null), writable: false, token, edit: { doc, locale: language(), origin: null },
    point: () => undefined, peers: () => NOBODY, subscribe: () => () => undefined,
  };
  return new Editor(session as unknown as MapSession);
}
