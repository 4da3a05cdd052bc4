import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "details",
  group: "view",
  on: ["card", "column", "lane"],
  label: () => t("All fields"),
  keys: ["Mod+I"],
  enabled: (editor) => editor.state.active !== null,
  perform: (editor) => (editor.state.panel === "element" ? editor.set({ panel: "" }) : editor.open("element")),
  reading: true,
} satisfies Action;
