import { tell } from "../../kit/toasts";
import { api, data } from "../../lib/api/client";
import { t } from "../../lib/i18n";
import { go } from "../../lib/router";
import type { Action } from "../model/action";

export default {
  name: "to_be",
  group: "view",
  label: () => t("Make a to-be copy"),
  enabled: ({ view, writable, session }) => writable && !session.token && (view.fields.state ?? "current") === "current",
  perform: async ({ view, session }) => {
    const { title } = view.fields;
    const called = typeof title === "string" && title ? t("{title} – as it should be", { title }) : "";
    try {
      const made = await data(api.POST("/api/v1/maps/{document}/twin", { params: { path: { document: session.id } }, body: { title: called } }));
      go(`/maps/${session.id}?view=beside&with=${made.id}`);
      tell(t("The map as it should be is made: change it, and see both side by side."));
    } catch (problem) {
      tell(problem instanceof Error ? problem.message : String(problem));
    }
  },
} satisfies Action;
