import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "numbers",
  group: "view",
  on: ["card", "column"],
  label: () => t("Behind the number"),
  keys: ["Mod+J"],
  enabled: (editor) => editor.state.active !== null && !editor.session.token,
  perform: (editor) => editor.open("numbers"),
  reading: true,
} satisfies Action;
