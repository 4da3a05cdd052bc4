import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "bind",
  group: "edit",
  label: () => t("Bind to data"),
  keys: ["Mod+B"],
  enabled: (editor) => editor.state.active?.kind === "column" || editor.state.active?.kind === "card",
  perform: (editor) => editor.open("binding"),
} satisfies Action;
