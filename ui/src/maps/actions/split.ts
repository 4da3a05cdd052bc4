import { t } from "../../lib/i18n";
import { splitColumn } from "../model/columns";
import type { Action } from "../model/action";
import { nameOf } from "../structure";

export default {
  name: "split",
  group: "arrange",
  label: () => t("Split in two"),
  enabled: (editor) => editor.state.active?.kind === "column",
  perform: (editor) => {
    const { active } = editor.state;
    if (active?.kind !== "column") return undefined;
    editor.session.undo.stopCapturing();
    splitColumn(editor.edit, active.key);
    editor.session.undo.stopCapturing();
    return t("{name} split in two", { name: nameOf(editor, active.key) });
  },
} satisfies Action;
