/** Undo and Redo of what one did oneself; dim while there is nothing of it. */

import { useCallback, useSyncExternalStore, type KeyboardEvent, type ReactNode } from "react";
import { ACTIONS, possible, run } from "../actions";
import type { Editor } from "../editor";
import { pressed, shownKeys, type Action } from "../model/action";
import { changedStacks } from "../model/undo";
import { useEditor } from "./use";

const ARROWS: Record<string, string> = { undo: "M6.5 3 3 6.5 6.5 10M3.5 6.5h6a3.5 3.5 0 0 1 0 7H6", redo: "M9.5 3 13 6.5 9.5 10M12.5 6.5h-6a3.5 3.5 0 0 0 0 7H10" };
const SHOWN = ["undo", "redo"].flatMap((name) => ACTIONS.filter((one) => one.name === name));

export function UndoButtons(): ReactNode {
  return <>{SHOWN.map((one) => <Way key={one.name} action={one} />)}</>;
}

/** A dim button keeps the focus, so that pressing it until nothing is left does not throw one out of the bar. */
function Way({ action }: { action: Action }): ReactNode {
  const editor = useEditor();
  const { undo } = editor.session;
  const can = useSyncExternalStore(useCallback((heard) => changedStacks(undo, heard), [undo]), () => possible(action, editor));
  const label = action.label(editor);
  const keys = (action.keys ?? []).slice(0, 1).map(shownKeys).join("");
  return (
    <button type="button" className="button bare icon-button" aria-label={label} title={`${label} (${keys})`} aria-disabled={!can} onClick={() => can && run(action, editor)}>
      <svg className="icon" viewBox="0 0 16 16" aria-hidden><path d={ARROWS[action.name]} /></svg>
    </button>
  );
}

/** Undo and redo from wherever one stands on the page of a map; a field has an undo of its own. */
export const undoKeys = (editor: Editor) => (event: KeyboardEvent): void => {
  const keys = pressed(event);
  const action = SHOWN.find((one) => one.keys?.includes(keys));
  if (!action || event.defaultPrevented || (event.target as HTMLElement).closest("input, textarea, select") || !possible(action, editor)) return;
  event.preventDefault();
  run(action, editor);
};
