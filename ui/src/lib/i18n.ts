/** Fixed words of the application. English is written where it is used; catalogues hold the other languages. */

import { i18n, type Messages } from "@lingui/core";
import { useSyncExternalStore } from "react";
import { device } from "./storage";

export const LANGUAGES = { en: "English", pl: "Polski", lv: "Latviešu", "zh-TW": "繁體中文" } as const;
export type Language = keyof typeof LANGUAGES;

const catalogues = import.meta.glob<{ messages: Messages }>("../../locales/*.po");
const serverCatalogues = import.meta.glob<{ messages: Messages }>("../../locales/server/*.po");

/** Say a text in the chosen language. */
export const t = (text: string, values?: Record<string, unknown>): string => i18n._(text, values);

/** Mark a text that `t` will say later. */
export const msg = (text: string): string => text;

export const language = (): Language => (i18n.locale in LANGUAGES ? (i18n.locale as Language) : "en");

const STORED = "footpath.language";

/** Return the language somebody chose, else the best one their browser asks for. */
export function preferred(): Language {
  const stored = device.get(STORED);
  if (stored && stored in LANGUAGES) return stored as Language;
  for (const one of navigator.languages) {
    if (one.toLowerCase().startsWith("zh")) return "zh-TW";
    const found = one.split("-")[0];
    if (found && found in LANGUAGES) return found as Language;
  }
  return "en";
}

export async function speak(locale: Language, remember = false): Promise<void> {
  const [ours, servers] = await Promise.all([catalogues[`../../locales/${locale}.po`]?.(), locale === "en" ? undefined : theirs(locale)]);
  i18n.loadAndActivate({ locale, messages: { ...servers, ...ours?.messages } });
  document.documentElement.lang = locale === "zh-TW" ? "zh-Hant-TW" : locale;
  if (remember) device.set(STORED, locale);
}

/** Return what the server says in a language; English is what it speaks. */
async function theirs(locale: Language): Promise<Messages | undefined> {
  const [said, { default: texts }, { learn, SERVERS }] = await Promise.all([serverCatalogues[`../../locales/server/${locale}.po`]?.(), import("../server/texts.json"), import("./heard")]);
  learn(texts);
  return Object.fromEntries(Object.entries(said?.messages ?? {}).map(([text, words]) => [SERVERS + text, words]));
}

/** Draw anew when the language changes. */
export function useLanguage(): Language {
  return useSyncExternalStore((heard) => i18n.on("change", heard), language);
}
