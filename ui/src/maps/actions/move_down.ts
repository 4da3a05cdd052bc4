import { t } from "../../lib/i18n";
import { followed, moveVertically } from "../clipping";
import { reorder } from "../model/edit";
import type { Action } from "../model/action";

export default {
  name: "move_down",
  group: "arrange",
  label: () => t("Move down"),
  keys: ["Alt+ArrowDown"],
  enabled: (editor) => editor.chosen().length > 0 || editor.state.active?.kind === "lane",
  perform: (editor) => {
    const { active } = editor.state;
    if (active?.kind === "lane") {
      const at = editor.view.lanes.findIndex((one) => one.key === active.key);
      reorder(editor.edit, "lanes", active.key, at + 1);
    } else moveVertically(editor, 1);
    followed(editor);
  },
} satisfies Action;
