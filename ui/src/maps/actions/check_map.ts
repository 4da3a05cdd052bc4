import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "check_map",
  group: "view",
  label: () => t("Check the map"),
  enabled: (editor) => !editor.session.token,
  perform: (editor) => editor.open("check"),
  reading: true,
} satisfies Action;
