/** What the server says, in the language of the pages: it speaks English, in sentences that a catalogue knows. */

import { i18n } from "@lingui/core";
import { language, t } from "./i18n";
import { number, percent } from "./format";

interface Template {
  text: string;
  form: RegExp;
  names: readonly string[];
}

/** Before a sentence in the catalogues: a word of the server may mean something else than the same word of a page. */
export const SERVERS = "server: ";
const VALUE = /\{(\w+)\}/g;
const plain = new Set<string>();
let templates: readonly Template[] = [];
const found = new Map<string, string>();

const escaped = (text: string): string => text.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&");

/** Return what finds a sentence, and the values in it, by its template. */
export function template(text: string): Template {
  const names: string[] = [];
  const parts = text.split(VALUE);
  const form = parts.map((part, at) => {
    if (at % 2 === 0) return escaped(part);
    names.push(part);
    // What directly follows another value is more that may be said, or nothing.
    return at > 1 && parts[at - 1] === "" ? "((?:[,;] .*)?)" : "(.+?)";
  }).join("");
  return { text, form: new RegExp(`^${form}$`, "s"), names };
}

/** Learn which sentences there are. Of several that fit, the one with most words of its own says it. */
export function learn(texts: readonly string[]): void {
  for (const text of texts) if (text.search(VALUE) < 0) plain.add(text);
  const own = (one: Template): number => one.text.replace(VALUE, "").length;
  templates = texts.filter((text) => text.search(VALUE) >= 0).map(template).sort((one, other) => own(other) - own(one) || one.names.length - other.names.length);
  found.clear();
}

const COUNT = /^−?[\d,]+(\.\d+)?$/;
const SHARE = /^(−?[\d.]+)%$/;

/** Return a value as the language writes it; what decides a plural stays a number. */
function value(text: string, decides: boolean): string | number {
  const share = SHARE.exec(text);
  if (share) return percent(Number(share[1]?.replace("−", "-")) / 100);
  if (!COUNT.test(text)) return heard(text);
  const count = Number(text.replaceAll(",", "").replace("−", "-"));
  return decides ? count : number(count, 2);
}

function say({ text, form, names }: Template, sentence: string): string | null {
  const values = form.exec(sentence)?.slice(1);
  if (!values) return null;
  const catalogued = JSON.stringify(i18n.messages[SERVERS + text] ?? "");
  return t(SERVERS + text, Object.fromEntries(names.map((name, at) => [name, value(values[at] ?? "", catalogued.includes(`["${name}","plural"`))])));
}

function inWords(text: string): string {
  if (plain.has(text)) return t(SERVERS + text);
  for (const one of templates) {
    const words = say(one, text);
    if (words !== null) return words;
  }
  const more = /^[,;] /.exec(text)?.[0];
  if (more) return more + heard(text.slice(more.length));
  for (const [between, joined] of [["; ", "; "], [", ", language() === "zh-TW" ? "、" : ", "]] as const) {
    const parts = text.split(between);
    if (parts.length > 1 && parts.some((part) => plain.has(part))) return parts.map(heard).join(joined);
  }
  return text;
}

/** Return a text of the server in the language of the pages; one that no catalogue knows stays as it is. */
export function heard(text: string): string {
  if (language() === "en" || !text) return text;
  const key = `${language()}/${text}`;
  let words = found.get(key);
  if (words === undefined) found.set(key, (words = inWords(text)));
  return words;
}
