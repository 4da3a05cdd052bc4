import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "hide_lane",
  group: "view",
  on: ["lane"],
  label: () => t("Hide this lane for me"),
  enabled: (editor) => editor.state.active?.kind === "lane",
  perform: (editor) => {
    if (editor.state.active?.kind === "lane") editor.fold("hiddenLanes", editor.state.active.key);
    editor.settle();
  },
  reading: true,
} satisfies Action;
