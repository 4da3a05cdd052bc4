import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "show_lanes",
  group: "view",
  on: ["lane"],
  label: () => t("Show hidden lanes"),
  enabled: (editor) => editor.state.hiddenLanes.size > 0,
  perform: (editor) => editor.set({ hiddenLanes: new Set() }),
  reading: true,
} satisfies Action;
