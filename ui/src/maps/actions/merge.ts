import { t } from "../../lib/i18n";
import { mergeColumns } from "../model/columns";
import type { Action } from "../model/action";

export default {
  name: "merge",
  group: "arrange",
  label: () => t("Merge with the next"),
  enabled: (editor) => editor.state.active?.kind === "column",
  perform: (editor) => {
    const { active } = editor.state;
    const { tree } = editor.view;
    if (active?.kind !== "column") return;
    const peers = tree.children.get(tree.index.get(active.key)?.parent ?? "") ?? [];
    const next = peers[peers.findIndex((one) => one.key === active.key) + 1];
    if (next) mergeColumns(editor.edit, active.key, next.key);
  },
} satisfies Action;
