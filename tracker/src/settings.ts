/** What the page says on the tag that loads the script, and what the visitor's browser says. */

/** off = nothing is stored or sent; cookieless = sent, nothing stored; granted = sent, and an id is stored. */
export type Consent = "off" | "cookieless" | "granted";

const tag = document.currentScript as HTMLScriptElement | null;
const said = tag ? tag.dataset : {};

export const key = said["key"] ?? "";

/** The collector is where the script came from, whatever path that was. */
export const endpoint = said["endpoint"] ?? (tag ? new URL("v1/batch", tag.src).href : "");

const off = ` ${said["without"] ?? ""} `;

/** Whether the page wants a feature; data-without="errors scroll" leaves some out. */
export const wants = (feature: string): boolean => !off.includes(` ${feature} `);

export const isConsent = (word: unknown): word is Consent =>
  word === "off" || word === "cookieless" || word === "granted";

/** What holds until the visitor chooses: what the page says, but nothing against Global Privacy Control. */
export const unasked = (): Consent => {
  const byPage = said["consent"];
  return isConsent(byPage) && !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl ? byPage : "off";
};
