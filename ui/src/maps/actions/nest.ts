import { t } from "../../lib/i18n";
import { nest } from "../model/columns";
import type { Action } from "../model/action";

export default {
  name: "nest",
  group: "arrange",
  label: () => t("Put into the one before"),
  keys: ["Alt+ArrowDown"],
  enabled: (editor) => editor.state.active?.kind === "column",
  perform: (editor) => {
    if (editor.state.active?.kind === "column") nest(editor.edit, editor.state.active.key);
  },
} satisfies Action;
