/** The actions, found by a scan of the folder. */

import type { Editor } from "./editor";
import type { Action } from "./model/action";
import type { Cell } from "./model/moving";

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

const FIRST = ["details", "edit_text", "comment"];
const ORDER: readonly Action["group"][] = ["edit", "add", "arrange", "view"];

/** Return what can be done with an element: what is wanted most first, then by group, deleting last. */
export function offered(kind: Cell["kind"], can: (action: Action) => boolean): Action[][] {
  const here = ACTIONS.filter((one) => (one.on ? one.on.includes(kind) : one.group !== "view") && can(one));
  const rest = here.filter((one) => !FIRST.includes(one.name) && !one.danger);
  const groups = ORDER.map((group) => rest.filter((one) => one.group === group));
  return [FIRST.flatMap((name) => here.filter((one) => one.name === name)), ...groups, here.filter((one) => one.danger)].filter((group) => group.length > 0);
}
