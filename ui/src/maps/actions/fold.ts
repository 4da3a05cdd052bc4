import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "fold",
  group: "view",
  on: ["lane", "column"],
  label: () => t("Fold or unfold"),
  keys: ["Mod+."],
  enabled: (editor) => editor.state.active?.kind === "lane" || editor.state.active?.kind === "column",
  perform: (editor) => {
    const { active } = editor.state;
    if (active?.kind !== "lane" && active?.kind !== "column") return undefined;
    const which = active.kind === "lane" ? "foldedLanes" : "foldedStages";
    editor.fold(which, active.key);
    return editor.state[which].has(active.key) ? t("Folded") : t("Unfolded");
  },
  reading: true,
} satisfies Action;
