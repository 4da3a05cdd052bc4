import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "versions",
  group: "view",
  label: () => t("Versions"),
  enabled: (editor) => !editor.session.token,
  perform: (editor) => editor.open("versions"),
  reading: true,
} satisfies Action;
