import { t } from "../../lib/i18n";
import { laneHere } from "../clipping";
import type { Action } from "../model/action";

export default {
  name: "add_lane",
  group: "add",
  on: ["lane"],
  label: () => t("Add a lane …"),
  keys: ["Mod+Alt+L"],
  enabled: () => true,
  perform: (editor) => editor.set({ adding: laneHere(editor) ?? "" }),
} satisfies Action;
