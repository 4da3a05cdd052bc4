import { t } from "../../lib/i18n";
import { go } from "../../lib/router";
import type { Editor } from "../editor";
import type { Action } from "../model/action";

/** Whether people speak there: at a step, or on a lane of quotes. */
function spoken({ state: { active }, view }: Editor): boolean {
  if (active?.kind === "column") return true;
  const lane = active?.kind === "lane" ? active.key : active?.kind === "card" ? view.cards.get(active.key)?.lane : "";
  return view.lanes.find((one) => one.key === lane)?.type === "verbatim";
}

export default {
  name: "find_insights",
  group: "view",
  label: () => t("Find insights in what people said"),
  on: ["column", "card", "lane"],
  enabled: (editor) => editor.writable && spoken(editor),
  perform: (editor) => {
    const { active } = editor.state;
    const step = active?.kind === "column" ? active.key : active?.kind === "card" ? (editor.view.tree.leaves[active.column]?.key ?? "") : "";
    go(`/library/themes?map=${editor.session.id}${step ? `&step=${encodeURIComponent(step)}` : ""}`);
  },
} satisfies Action;
