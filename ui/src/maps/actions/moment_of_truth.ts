import { t } from "../../lib/i18n";
import type { Editor } from "../editor";
import { put } from "../model/edit";
import type { Action } from "../model/action";

const marked = (editor: Editor): boolean =>
  editor.state.active?.kind === "column" && Boolean(editor.view.tree.index.get(editor.state.active.key)?.moment_of_truth);

export default {
  name: "moment_of_truth",
  group: "arrange",
  label: (editor) => (marked(editor) ? t("No moment of truth") : t("Mark as moment of truth")),
  enabled: (editor) => editor.state.active?.kind === "column",
  perform: (editor) => {
    if (editor.state.active?.kind !== "column") return undefined;
    put(editor.edit, "columns", editor.state.active.key, { moment_of_truth: !marked(editor) });
    return marked(editor) ? t("Marked as moment of truth") : t("No moment of truth any longer");
  },
} satisfies Action;
