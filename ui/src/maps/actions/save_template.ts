import { tell } from "../../kit/toasts";
import { keepTemplate } from "../../lib/templates";
import { t } from "../../lib/i18n";
import type { Action } from "../model/action";

export default {
  name: "save_template",
  group: "view",
  label: () => t("Save as a template"),
  enabled: (editor) => editor.writable && !editor.session.token,
  perform: async (editor) => {
    await keepTemplate(editor.session.id).catch((problem: unknown) => tell(problem instanceof Error ? problem.message : String(problem)));
  },
} satisfies Action;
