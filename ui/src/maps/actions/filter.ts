import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "filter",
  group: "view",
  label: () => t("Show only some cards"),
  keys: ["Mod+Shift+F"],
  enabled: () => true,
  perform: (editor) => editor.set({ filtering: true }),
  reading: true,
} satisfies Action;
