import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "zoom_reset",
  group: "view",
  label: () => t("Zoom to 100%"),
  keys: ["Mod+0"],
  enabled: () => true,
  perform: (editor) => editor.zoom(0),
  reading: true,
} satisfies Action;
