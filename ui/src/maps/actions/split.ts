import { t } from "../../lib/i18n";
import { splitColumn } from "../model/columns";
import type { Action } from "../model/action";

export default {
  name: "split",
  group: "arrange",
  label: () => t("Split in two"),
  enabled: (editor) => editor.state.active?.kind === "column",
  perform: (editor) => {
    if (editor.state.active?.kind === "column") splitColumn(editor.edit, editor.state.active.key);
  },
} satisfies Action;
