import { t } from "../../lib/i18n";
import { addAfter, addColumn } from "../model/columns";
import type { Action } from "../model/action";

export default {
  name: "add_step",
  group: "add",
  on: ["column"],
  label: () => t("Add a step"),
  keys: ["Mod+Alt+T"],
  enabled: (editor) => editor.view.tree.stages.length > 0,
  perform: (editor) => {
    const { active } = editor.state;
    const { tree } = editor.view;
    const standing = active?.kind === "card" || active?.kind === "empty" ? tree.leaves[active.column]?.key : undefined;
    const leaf = active?.kind === "column" ? active.key : (standing ?? tree.stages.at(-1)?.key);
    if (!leaf) return;
    const made = tree.depth.get(leaf) === 0 ? addColumn(editor.edit, "", leaf) : addAfter(editor.edit, leaf, "");
    editor.focus({ kind: "column", key: made });
    editor.type();
  },
} satisfies Action;
