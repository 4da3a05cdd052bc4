import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "redo",
  group: "edit",
  on: [],
  label: () => t("Redo"),
  keys: ["Mod+Y", "Mod+Shift+Z"],
  enabled: (editor) => editor.session.undo.canRedo(),
  perform: (editor) => {
    editor.session.undo.redo();
    editor.settle();
    editor.announce(t("Done again"));
  },
} satisfies Action;
