import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "zoom_in",
  group: "view",
  label: () => t("Zoom in"),
  keys: ["Mod+=", "Mod++"],
  enabled: () => true,
  perform: (editor) => editor.zoom(1),
  reading: true,
} satisfies Action;
