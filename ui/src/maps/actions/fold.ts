import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "fold",
  group: "view",
  label: () => t("Fold or unfold"),
  keys: ["Mod+."],
  enabled: (editor) => editor.state.active?.kind === "lane" || editor.state.active?.kind === "column",
  perform: (editor) => {
    const { active } = editor.state;
    if (active?.kind === "lane") editor.fold("foldedLanes", active.key);
    else if (active?.kind === "column") editor.fold("foldedStages", active.key);
  },
  reading: true,
} satisfies Action;
