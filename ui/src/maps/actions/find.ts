import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "find",
  group: "view",
  label: () => t("Find and replace"),
  keys: ["Mod+F", "Mod+H"],
  enabled: () => true,
  perform: (editor) => editor.open("find"),
  reading: true,
} satisfies Action;
