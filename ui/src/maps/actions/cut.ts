import { t } from "../../lib/i18n";
import { copyChosen } from "../clipping";
import { removeCards } from "../model/cards";
import type { Action } from "../model/action";

export default {
  name: "cut",
  group: "edit",
  label: () => t("Cut"),
  keys: ["Mod+X"],
  enabled: (editor) => editor.chosen().length > 0,
  perform: async (editor) => {
    await copyChosen(editor);
    removeCards(editor.edit, editor.chosen());
    editor.settle();
  },
} satisfies Action;
