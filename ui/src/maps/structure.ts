/** Changes of stages and steps that several hands make (keys, menus, drags, fields), and how they are said aloud. */

import { t } from "../lib/i18n";
import type { Editor } from "./editor";
import { addEdge } from "./model/columns";
import { MOVES } from "./model/telling";
import { localised, type Column } from "./model/types";

export const nameOf = (editor: Editor, key: string): string => localised(editor.view.tree.index.get(key)?.title, editor.view.scene.locale) || t("Untitled step");

/** Say that people go from a step to another one. */
export function lead(editor: Editor, from: string, to: string): void {
  const made = addEdge(editor.edit, from, to);
  const edge = editor.view.edges.find((one) => one.from === from && (one.to ?? "") === to);
  if (made) editor.announce(`${nameOf(editor, from)} ${t(MOVES[edge?.kind ?? "next"])} ${to ? nameOf(editor, to) : t("out of the journey")}`);
}

/** Return the column beside the one stood on among those of the same parent. */
export function beside(editor: Editor, by: 1 | -1): Column | undefined {
  const { active } = editor.state;
  if (active?.kind !== "column") return undefined;
  const peers = editor.view.tree.children.get(editor.view.tree.index.get(active.key)?.parent ?? "") ?? [];
  const at = peers.findIndex((one) => one.key === active.key);
  return at < 0 ? undefined : peers[at + by];
}
