/** The actions, found by a scan of the folder. */

import type { Editor } from "./editor";
import type { Action } from "./model/action";

const files = import.meta.glob<Action>("./actions/*.ts", { eager: true, import: "default" });

export const ACTIONS: readonly Action[] = Object.values(files);

const byKeys = new Map<string, Action[]>();
for (const action of ACTIONS) for (const keys of action.keys ?? []) byKeys.set(keys, [...(byKeys.get(keys) ?? []), action]);

export const possible = (action: Action, editor: Editor): boolean => (editor.writable || Boolean(action.reading)) && action.enabled(editor);

/** Do an action and say what it did. */
export function run(action: Action, editor: Editor): void {
  const said = action.perform(editor);
  if (typeof said === "string") editor.announce(said);
}

/** Do what a key stands for; false when it stands for nothing now. */
export function press(keys: string, editor: Editor): boolean {
  const action = byKeys.get(keys)?.find((one) => possible(one, editor));
  if (!action) return false;
  run(action, editor);
  return true;
}
