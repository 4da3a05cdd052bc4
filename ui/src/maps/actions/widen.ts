import { t } from "../../lib/i18n";
import { stretchCards } from "../model/cards";
import type { Action } from "../model/action";

export default {
  name: "widen",
  group: "arrange",
  label: () => t("Reach one step further"),
  keys: ["Alt+Shift+ArrowRight"],
  enabled: (editor) => editor.chosen().length > 0,
  perform: (editor) => {
    stretchCards(editor.edit, editor.chosen(), 1, "end");
    return t("Reaches one step further");
  },
} satisfies Action;
