import { t } from "../../lib/i18n";
import { unnest } from "../model/columns";
import type { Action } from "../model/action";

export default {
  name: "unnest",
  group: "arrange",
  label: () => t("Take out"),
  keys: ["Alt+ArrowUp"],
  enabled: (editor) => editor.state.active?.kind === "column" && Boolean(editor.view.tree.index.get(editor.state.active.key)?.parent),
  perform: (editor) => {
    if (editor.state.active?.kind === "column") unnest(editor.edit, editor.state.active.key);
  },
} satisfies Action;
