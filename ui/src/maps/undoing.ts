/** A word with a way back. It goes as soon as something else is done, so that Undo takes back what it stands beside. */

import type { UndoManager } from "yjs";
import { tell } from "../kit/toasts";
import { t } from "../lib/i18n";
import type { Editor } from "./editor";

/** Say what the last edit did, with Undo for just that edit. */
export function tellUndo(editor: Editor, text: string, after: () => void = () => undefined): void {
  const { undo } = editor.session;
  undo.stopCapturing();
  const withdraw = tell(text, t("Undo"), () => {
    undo.undo();
    editor.settle();
    editor.announce(t("Undone"));
    after();
  });
  whenOver(undo, withdraw);
}

/** Call once the last edit is no longer the one that undo would take back. */
export function whenOver(undo: UndoManager, over: () => void): void {
  const last = undo.undoStack.at(-1);
  const look = (): void => {
    if (undo.undoStack.at(-1) === last) return;
    undo.off("stack-item-added", look);
    undo.off("stack-item-popped", look);
    over();
  };
  undo.on("stack-item-added", look);
  undo.on("stack-item-popped", look);
}
