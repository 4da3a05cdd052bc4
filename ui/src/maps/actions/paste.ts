import { t } from "../../lib/i18n";
import { pasteHere } from "../clipping";
import type { Action } from "../model/action";

export default {
  name: "paste",
  group: "edit",
  label: () => t("Paste"),
  enabled: (editor) => editor.state.active !== null,
  perform: (editor) => pasteHere(editor),
} satisfies Action;
