import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "zoom_out",
  group: "view",
  label: () => t("Zoom out"),
  keys: ["Mod+-"],
  enabled: () => true,
  perform: (editor) => editor.zoom(-1),
  reading: true,
} satisfies Action;
