import { t } from "../../lib/i18n";
import { nest } from "../model/columns";
import type { Action } from "../model/action";
import { beside, nameOf } from "../structure";

export default {
  name: "nest",
  group: "arrange",
  label: () => t("Put into the one before"),
  keys: ["Alt+ArrowDown"],
  enabled: (editor) => beside(editor, -1) !== undefined,
  perform: (editor) => {
    const { active } = editor.state;
    const into = beside(editor, -1);
    if (active?.kind !== "column" || !into) return undefined;
    editor.session.undo.stopCapturing();
    nest(editor.edit, active.key);
    editor.session.undo.stopCapturing();
    return t("{name} put into {into}", { name: nameOf(editor, active.key), into: nameOf(editor, into.key) });
  },
} satisfies Action;
