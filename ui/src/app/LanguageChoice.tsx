import type { ReactNode } from "react";
import { Choice } from "../kit";
import { chooseLanguage } from "../lib/choosing";
import { language, LANGUAGES, t, type Language } from "../lib/i18n";

export function LanguageChoice(): ReactNode {
  return <Choice label={t("Language")} value={language()} onChange={(next) => chooseLanguage(next as Language)} options={Object.entries(LANGUAGES)} />;
}
