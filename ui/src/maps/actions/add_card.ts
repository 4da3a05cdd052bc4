import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "add_card",
  group: "add",
  label: () => t("Add a card here"),
  keys: ["Mod+Enter"],
  enabled: (editor) => editor.state.active?.kind === "card" || editor.state.active?.kind === "empty",
  perform: (editor) => {
    const { active } = editor.state;
    if (active?.kind === "card") {
      const lane = editor.view.cards.get(active.key)?.lane;
      if (lane) editor.focus({ kind: "empty", lane, column: active.column });
    }
    editor.type();
  },
} satisfies Action;
