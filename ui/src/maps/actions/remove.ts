import { t } from "../../lib/i18n";
import { removeCards, removeLanes } from "../model/cards";
import { removeColumns } from "../model/columns";
import type { Action } from "../model/action";
import { tellUndo } from "../undoing";

export default {
  name: "remove",
  group: "edit",
  label: () => t("Delete"),
  keys: ["Delete", "Backspace"],
  enabled: (editor) => editor.chosen().length > 0 || editor.state.active?.kind === "column" || editor.state.active?.kind === "lane",
  perform: (editor) => {
    const { active } = editor.state;
    const keys = editor.chosen();
    const lane = active?.kind === "card" ? editor.view.cards.get(active.key)?.lane : undefined;
    editor.session.undo.stopCapturing();
    if (keys.length) removeCards(editor.edit, keys);
    else if (active?.kind === "column") removeColumns(editor.edit, [active.key]);
    else if (active?.kind === "lane") removeLanes(editor.edit, [active.key]);
    else return;
    const cards = t("{n, plural, one {# card deleted} other {# cards deleted}}", { n: keys.length });
    tellUndo(editor, keys.length ? cards : active?.kind === "column" ? t("Stage or step deleted") : t("Lane deleted"));
    // Stand where the card was, so that the keyboard stays in place.
    if (active?.kind === "card" && lane) editor.focus({ kind: "empty", lane, column: active.column });
    else editor.settle();
  },
  danger: true,
} satisfies Action;
