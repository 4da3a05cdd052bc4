import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "undo",
  group: "edit",
  on: [],
  label: () => t("Undo"),
  keys: ["Mod+Z"],
  enabled: (editor) => editor.session.undo.canUndo(),
  perform: (editor) => {
    editor.session.undo.undo();
    editor.settle();
    editor.announce(t("Undone"));
  },
} satisfies Action;
