import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "edit_text",
  group: "edit",
  label: () => t("Edit text"),
  keys: ["F2", "Enter"],
  enabled: (editor) => editor.state.active !== null,
  perform: (editor) => editor.type(),
} satisfies Action;
