import { t } from "../../lib/i18n";
import { moveCards } from "../model/cards";
import { shiftColumn } from "../model/columns";
import { followed } from "../clipping";
import type { Action } from "../model/action";

export default {
  name: "move_right",
  group: "arrange",
  label: () => t("Move right"),
  keys: ["Alt+ArrowRight"],
  enabled: (editor) => editor.chosen().length > 0 || editor.state.active?.kind === "column",
  perform: (editor) => {
    const { active } = editor.state;
    if (active?.kind === "column") shiftColumn(editor.edit, active.key, 1);
    else moveCards(editor.edit, editor.chosen(), 1);
    followed(editor);
  },
} satisfies Action;
