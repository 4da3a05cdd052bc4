import { t } from "../../lib/i18n";
import { unnest } from "../model/columns";
import type { Action } from "../model/action";
import { nameOf } from "../structure";

export default {
  name: "unnest",
  group: "arrange",
  label: () => t("Take out"),
  keys: ["Alt+ArrowUp"],
  enabled: (editor) => editor.state.active?.kind === "column" && Boolean(editor.view.tree.index.get(editor.state.active.key)?.parent),
  perform: (editor) => {
    const { active } = editor.state;
    if (active?.kind !== "column") return undefined;
    const from = nameOf(editor, editor.view.tree.index.get(active.key)?.parent ?? "");
    editor.session.undo.stopCapturing();
    unnest(editor.edit, active.key);
    editor.session.undo.stopCapturing();
    return t("{name} taken out of {from}", { name: nameOf(editor, active.key), from });
  },
} satisfies Action;
