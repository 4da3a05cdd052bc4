import { t } from "../../lib/i18n";
import { go } from "../../lib/router";
import type { Editor } from "../editor";
import type { Action } from "../model/action";

const opened = (editor: Editor): string => {
  const { active } = editor.state;
  const map = active?.kind === "card" ? editor.view.cards.get(active.key)?.props?.map : undefined;
  return typeof map === "string" ? map : "";
};

export default {
  name: "open_map",
  group: "edit",
  label: () => t("Open the map of this sub-journey"),
  keys: ["Mod+ArrowDown"],
  enabled: (editor) => opened(editor) !== "",
  perform: (editor) => go(`/maps/${opened(editor)}`),
  reading: true,
} satisfies Action;
