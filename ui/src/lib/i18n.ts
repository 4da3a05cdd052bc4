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

/** Return the language somebody chose in this browser. */
export function remembered(): Language | undefined {
  const stored = device.get(STORED);
  return stored && stored in LANGUAGES ? (stored as Language) : undefined;
}

/** Return the language somebody chose, else the best one their browser asks for. */
export function preferred(): Language {
  const chosen = remembered();
  if (chosen) return chosen;
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

/** Letters beyond the plain ones, which are in a file of their own. */
const LETTERS: Partial<Record<Language, string>> = { pl: "aą", lv: "aā" };
const FONT_MS = 1000;

/** Wait for the letters of a language, though not for long: a text that is drawn anew in another font moves what stands under it. */
export async function letters(locale: Language): Promise<void> {
  const late = new Promise((done) => setTimeout(done, FONT_MS));
  await Promise.race([document.fonts.load('400 13px "Inter Variable"', LETTERS[locale] ?? "a").catch(() => undefined), late]);
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
