import { t } from "../../lib/i18n";
import { addAfter, addColumn } from "../model/columns";
import type { Action } from "../model/action";

export default {
  name: "add_stage",
  group: "add",
  on: ["column"],
  label: () => t("Add a stage"),
  keys: ["Mod+Alt+S"],
  enabled: () => true,
  perform: (editor) => {
    const { active } = editor.state;
    const { tree } = editor.view;
    let key = active?.kind === "column" ? active.key : "";
    while (key && tree.index.get(key)?.parent) key = tree.index.get(key)?.parent ?? "";
    const made = key ? addAfter(editor.edit, key, "") : addColumn(editor.edit, "");
    editor.focus({ kind: "column", key: made });
    editor.type();
  },
} satisfies Action;
