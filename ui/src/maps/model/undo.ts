/** Undo per person: only what this editor did is taken back, whatever others did since. */

import * as Y from "yjs";
import { COLLECTIONS, root } from "./reading";

const PAUSE_MS = 400; // typing within it is one step

export function undoManager(doc: Y.Doc, origin: unknown): Y.UndoManager {
  const scope = [root(doc, "map"), ...COLLECTIONS.map((name) => root(doc, name))];
  return new Y.UndoManager(scope, { trackedOrigins: new Set([origin]), captureTimeout: PAUSE_MS });
}
