import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "personas",
  group: "view",
  label: () => t("Personas"),
  enabled: () => true,
  perform: (editor) => editor.open("personas"),
  reading: true,
} satisfies Action;
