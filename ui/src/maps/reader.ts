/** A map to look at that lives nowhere: a version, or a copy handed out. */

import * as Y from "yjs";
import { language } from "../lib/i18n";
import { Editor } from "./editor";
import { MapStore } from "./model/store";
import type { MapValue } from "./model/types";
import { undoManager } from "./model/undo";
import { writeMap } from "./model/writing";
import type { MapSession, SessionState, Wire } from "./session";

const EMPTY = { personas: [], touchpoints: [], columns: [], edges: [], paths: [], lanes: [], cards: [], links: [], notes: [] };
const NOBODY: readonly never[] = [];

/** What a page may ask a reader for: the map's id, the link's token, and whether it is asked for again as it changes. */
export interface Reading {
  id?: string;
  token?: string;
  follows?: boolean;
}

/** An editor over a map that lives nowhere: nothing can be typed into it and nobody else is there. Pictures come by the token. */
export function reader(map: MapValue, { id = "", token = "", follows = false }: Reading = {}): Editor {
  const doc = new Y.Doc();
  writeMap(doc, { ...EMPTY, ...map });
  const store = new MapStore(doc, language());
  const heard = new Set<() => void>();
  let state: SessionState = { wire: follows ? "live" : "frozen", waiting: false, loaded: true, whole: true, signedOut: false };
  const session = {
    id, doc, store, undo: undoManager(doc, null), writable: false, token, edit: { doc, locale: language(), origin: null },
    point: () => undefined, peers: () => NOBODY, state: () => state,
    subscribe: (one: () => void) => { heard.add(one); return () => heard.delete(one); },
    say: (wire: Wire) => { state = { ...state, wire }; heard.forEach((one) => one()); },
    read: (speech: string) => store.speak(speech || language(), speech !== ""),
  };
  return new Editor(session as unknown as MapSession);
}

/** Show in the bar of a reader how it is with the way to the server. */
export const sayWire = (editor: Editor, wire: Wire): void => (editor.session as unknown as { say: (wire: Wire) => void }).say(wire);

/** The same look at the map as it is now: where one stands, what is folded and filtered, and how large. */
export function successor(before: Editor, map: MapValue, given: Reading): Editor {
  const next = reader(map, given);
  next.session.read(before.state.speech);
  Object.assign(next, { titleWidth: before.titleWidth, announce: before.announce, state: before.state });
  next.settle();
  return next;
}
