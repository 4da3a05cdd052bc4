/** Templates that a workspace makes of its maps. */

import { tell } from "../kit/toasts";
import { api, data } from "./api/client";
import { t } from "./i18n";
import { go } from "./router";

/** Make a template of a map and say where it is. */
export async function keepTemplate(document: string): Promise<void> {
  const made = await data(api.POST("/api/v1/maps/{document}/template", { params: { path: { document } }, body: { title: "" } }));
  tell(t("“{title}” is a template now. Find it under New map.", { title: made.title }), t("Show"), () => go("/new"));
}
