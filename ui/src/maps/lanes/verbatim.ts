import { msg } from "../../lib/i18n";
import { belongs, glyph, plain, text } from "../model/face";
import type { LaneKind } from "../model/face";
import { isPrompt } from "../model/evidence";
import { localised } from "../model/types";

const MARKS: Record<string, string> = { pl: "„”", lv: "“”", de: "„“", fr: "«»", zh: "「」", ja: "「」" };

/** Return a text in the quotation marks of its language, unless it has some already. */
export function quoted(words: string, lang: string): string {
  if (!words || /^["'“”„«»「」『』‘’]/.test(words)) return words;
  const marks = MARKS[lang.split("-")[0] ?? ""] ?? "“”";
  return `${marks[0]}${words}${marks[1]}`;
}

export default {
  name: "verbatim",
  label: msg("In their words"),
  hint: msg("What customers said, in their own words and language, with where they said it."),
  shape: "cards",
  face: (card, row) => {
    const words = localised(card.text, row.scene.locale);
    const lang = card.lang || row.scene.locale;
    const said = [localised(card.detail, row.scene.locale), card.origin, belongs(card, row)].filter(Boolean).join(" · ");
    if (isPrompt(card)) return plain(card, row);
    return { box: "", level: glyph(card, row.scene), blocks: [...text(quoted(words, lang), "quote", { lang }), ...text(said, "tiny")] };
  },
} satisfies LaneKind;
