import type { ReactNode } from "react";
import { Choice } from "../kit";
import { language, LANGUAGES, speak, t, type Language } from "../lib/i18n";

export function LanguageChoice(): ReactNode {
  return <Choice label={t("Language")} value={language()} onChange={(next) => void speak(next as Language, true)} options={Object.entries(LANGUAGES)} />;
}
