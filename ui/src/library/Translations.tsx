/** What an item says in other languages, beside what it says in its own: maps show it in theirs. */

import { useState, type ReactNode } from "react";
import { Choice, Field } from "../kit";
import type { ItemKind } from "../lib/api/contract";
import { LANGUAGES, t } from "../lib/i18n";
import { LANGUAGES_MORE, languageName } from "../maps/model/languages";
import { fieldName } from "./kinds";
import { toldOf, type Draft, type Told } from "./drafts";

const NO_TEXT = new Set(["type", "age", "segment", "photo"]); // fields that are no words people translate

export function Translations({ about, draft, onChange, own, off }: { about: ItemKind; draft: Draft; onChange: (draft: Draft) => void; own: string; off: boolean }): ReactNode {
  const [speech, setSpeech] = useState("");
  const codes = [...new Set([...Object.keys(LANGUAGES), ...LANGUAGES_MORE, ...Object.keys(draft.translations)])].filter((one) => one !== own);
  const mark = (one: string): string => (draft.translations[one] ? `${languageName(one)} ✓` : languageName(one));
  const now = toldOf(draft, speech);
  const set = (given: Partial<Told>): void => onChange({ ...draft, translations: { ...draft.translations, [speech]: { ...now, ...given } } });
  const names = about.fields.filter((name) => !NO_TEXT.has(name) && draft.fields[name]);
  return (
    <>
      <Choice label={t("Its texts in another language")} value={speech} onChange={setSpeech} options={[["", t("{language}, its own", { language: languageName(own) })], ...codes.map((one) => [one, mark(one)] as const)]} />
      {speech && (
        <div className="translations stack" lang={speech}>
          <Field label={draft.title || t("Title")} value={now.title} onChange={(title) => set({ title })} disabled={off} lang={speech} />
          {draft.text && <Field label={draft.text} value={now.text} onChange={(text) => set({ text })} rows={2} disabled={off} lang={speech} />}
          {names.map((name) => <Field key={name} label={`${fieldName(name)}: ${draft.fields[name] ?? ""}`} value={now.fields[name] ?? ""} onChange={(text) => set({ fields: { ...now.fields, [name]: text } })} rows={2} disabled={off} lang={speech} />)}
          <p className="hint">{t("Maps show it in their language, where it is translated.")}</p>
        </div>
      )}
    </>
  );
}
