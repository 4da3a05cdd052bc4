import { t } from "../../lib/i18n";
import type { Action } from "../model/action";
import { unlink } from "../model/links";

export default {
  name: "disconnect",
  group: "arrange",
  label: () => t("Delete arrows between the chosen cards"),
  keys: ["Mod+Shift+L"],
  enabled: (editor) => {
    const chosen = new Set(editor.chosen());
    return editor.view.links.some((one) => chosen.has(one.from) && chosen.has(one.to));
  },
  perform: (editor) => {
    const chosen = new Set(editor.chosen());
    const gone = editor.view.links.filter((one) => chosen.has(one.from) && chosen.has(one.to));
    editor.edit.doc.transact(() => gone.forEach((one) => unlink(editor.edit, one.from, one.to)), editor.edit.origin);
    return t("{n, plural, one {# arrow deleted} other {# arrows deleted}}", { n: gone.length });
  },
} satisfies Action;
