import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "comment",
  group: "view",
  on: ["card", "column", "lane"],
  label: () => t("Comment"),
  keys: ["Mod+Alt+M"],
  enabled: (editor) => !editor.session.token,
  perform: (editor) => editor.open("comments"),
  reading: true,
} satisfies Action;
