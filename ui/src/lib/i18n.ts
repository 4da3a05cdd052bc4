/** Fixed words of the application. English is written where it is used; catalogues hold the other languages. */

import { i18n, type Messages } from "@lingui/core";
import { useSyncExternalStore } from "react";

export const LANGUAGES = { en: "English", pl: "Polski", lv: "Latviešu", "zh-TW": "繁體中文" } as const;
export type Language = keyof typeof LANGUAGES;

const catalogues = import.meta.glob<{ messages: Messages }>("../../locales/*.po");

/** Say a text in the chosen language. */
export const t = (text: string, values?: Record<string, unknown>): string => i18n._(text, values);

/** Mark a text that `t` will say later. */
export const msg = (text: string): string => text;

export const language = (): Language => (i18n.locale in LANGUAGES ? (i18n.locale as Language) : "en");

const STORED = "footpath.language";

/** Return the language somebody chose, else the best one their browser asks for. */
export function preferred(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored && stored in LANGUAGES) return stored as Language;
  for (const one of navigator.languages) {
    if (one.toLowerCase().startsWith("zh")) return "zh-TW";
    const found = one.split("-")[0];
    if (found && found in LANGUAGES) return found as Language;
  }
  return "en";
}

export async function speak(locale: Language, remember = false): Promise<void> {
  const load = catalogues[`../../locales/${locale}.po`];
  i18n.loadAndActivate({ locale, messages: load ? (await load()).messages : {} });
  document.documentElement.lang = locale === "zh-TW" ? "zh-Hant-TW" : locale;
  if (remember) localStorage.setItem(STORED, locale);
}

/** Draw anew when the language changes. */
export function useLanguage(): Language {
  return useSyncExternalStore((heard) => i18n.on("change", heard), language);
}
