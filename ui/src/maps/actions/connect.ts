import { t } from "../../lib/i18n";
import type { Action } from "../model/action";
import { inOrder, link } from "../model/links";

export default {
  name: "connect",
  group: "arrange",
  label: () => t("Draw arrows through the chosen cards"),
  keys: ["Mod+L"],
  enabled: (editor) => editor.chosen().length > 1,
  perform: (editor) => {
    const cards = inOrder(editor.layout(), editor.chosen());
    editor.session.undo.stopCapturing();
    editor.edit.doc.transact(() => cards.slice(1).forEach((to, at) => link(editor.edit, cards[at] ?? to, to)), editor.edit.origin);
    editor.session.undo.stopCapturing();
    editor.announce(t("{n, plural, one {# arrow} other {# arrows}}", { n: cards.length - 1 }));
  },
} satisfies Action;
