import { t } from "../../lib/i18n";
import type { Editor } from "../editor";
import type { Action } from "../model/action";

/** Return the steps of the stage somebody stands in. */
function stageSpan(editor: Editor): readonly [number, number] | null {
  const { active } = editor.state;
  const { tree } = editor.view;
  const at = active?.kind === "column" ? tree.span.get(active.key)?.[0] : active?.kind === "card" || active?.kind === "empty" ? active.column : undefined;
  const stage = tree.stages.find((one) => {
    const [first, last] = tree.span.get(one.key) ?? [0, -1];
    return at !== undefined && at >= first && at <= last;
  });
  return (stage && tree.span.get(stage.key)) ?? null;
}

export default {
  name: "zoom_stage",
  group: "view",
  on: ["column"],
  label: () => t("Zoom to this stage"),
  keys: ["Mod+Alt+0"],
  enabled: (editor) => stageSpan(editor) !== null,
  perform: (editor) => {
    const span = stageSpan(editor);
    if (span) editor.zoomTo(span);
  },
  reading: true,
} satisfies Action;
