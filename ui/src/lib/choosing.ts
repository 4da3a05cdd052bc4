/** The language somebody chose: this browser speaks it, and mails to their account do. */

import { api, signedIn } from "./api/client";
import type { Me } from "./api/contract";
import { remembered, speak, type Language } from "./i18n";

/** Speak a language from now on. */
export function chooseLanguage(locale: Language): void {
  void speak(locale, true);
  if (signedIn()) void write(locale);
}

/** Have the account of whoever just came in write in the language they chose before. */
export function bringLanguage(who: Me): void {
  const chosen = remembered();
  if (chosen && chosen !== who.user.locale) void write(chosen);
}

/** Mails in another language are no reason to stop anybody; the next choice says it again. */
const write = (locale: Language): Promise<unknown> => api.PATCH("/api/v1/me", { body: { locale } }).catch(() => undefined);
