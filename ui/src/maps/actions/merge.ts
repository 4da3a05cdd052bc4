import { t } from "../../lib/i18n";
import { mergeColumns } from "../model/columns";
import type { Action } from "../model/action";
import { beside, nameOf } from "../structure";

export default {
  name: "merge",
  group: "arrange",
  label: () => t("Merge with the next"),
  enabled: (editor) => beside(editor, 1) !== undefined,
  perform: (editor) => {
    const { active } = editor.state;
    const next = beside(editor, 1);
    if (active?.kind !== "column" || !next) return undefined;
    const [kept, gone] = [nameOf(editor, active.key), nameOf(editor, next.key)];
    editor.session.undo.stopCapturing();
    mergeColumns(editor.edit, active.key, next.key);
    editor.session.undo.stopCapturing();
    return t("{kept} and {gone} merged", { kept, gone });
  },
} satisfies Action;
