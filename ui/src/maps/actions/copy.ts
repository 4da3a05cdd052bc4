import { t } from "../../lib/i18n";
import { copyChosen } from "../clipping";
import type { Action } from "../model/action";

export default {
  name: "copy",
  group: "edit",
  label: () => t("Copy"),
  keys: ["Mod+C"],
  enabled: (editor) => editor.chosen().length > 0,
  perform: (editor) => copyChosen(editor),
  reading: true,
} satisfies Action;
