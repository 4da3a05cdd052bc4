import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "about_map",
  group: "view",
  label: () => t("About this map"),
  enabled: () => true,
  perform: (editor) => editor.open("map"),
  reading: true,
} satisfies Action;
