/** Languages that texts of maps and items can be told in. */

import { language } from "../../lib/i18n";

/** Beside those of the pages. */
export const LANGUAGES_MORE: readonly string[] = ["de", "fr", "es", "it", "pt", "nl", "sv", "lt", "et", "uk", "ja", "ko"];

export const languageName = (code: string): string => new Intl.DisplayNames([language()], { type: "language" }).of(code) ?? code;
