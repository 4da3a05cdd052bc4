/** Undo per person: only what this editor did is taken back, whatever others did since. */

import * as Y from "yjs";
import { COLLECTIONS, root } from "./reading";

const PAUSE_MS = 400; // typing within it is one step

export function undoManager(doc: Y.Doc, origin: unknown): Y.UndoManager {
  const scope = [root(doc, "map"), ...COLLECTIONS.map((name) => root(doc, name))];
  return new Y.UndoManager(scope, { trackedOrigins: new Set([origin]), captureTimeout: PAUSE_MS });
}

/** Call whenever there may be more or less to undo or redo; returns what ends that. */
export function changedStacks(undo: Y.UndoManager, heard: () => void): () => void {
  const events = ["stack-item-added", "stack-item-popped", "stack-cleared"] as const;
  for (const event of events) undo.on(event, heard);
  return () => events.forEach((event) => undo.off(event, heard));
}
