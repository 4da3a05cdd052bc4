import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "translate",
  group: "view",
  label: () => t("Language of the map's texts"),
  enabled: () => true,
  perform: (editor) => editor.open("translate"),
  reading: true,
} satisfies Action;
