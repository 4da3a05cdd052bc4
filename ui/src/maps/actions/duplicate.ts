import { t } from "../../lib/i18n";
import { duplicateCards } from "../model/cards";
import type { Action } from "../model/action";

export default {
  name: "duplicate",
  group: "edit",
  label: () => t("Duplicate"),
  keys: ["Mod+D"],
  enabled: (editor) => editor.chosen().length > 0,
  perform: (editor) => {
    editor.session.undo.stopCapturing();
    const made = duplicateCards(editor.edit, editor.chosen());
    editor.set({ selected: new Set(made) });
    return t("{n, plural, one {# card duplicated} other {# cards duplicated}}", { n: made.length });
  },
} satisfies Action;
