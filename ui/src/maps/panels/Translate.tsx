/** The map's texts in another language, beside what they say in its own. */

import { useMemo, useState, type ReactNode } from "react";
import { Check, Choice, Field } from "../../kit";
import { LANGUAGES, t } from "../../lib/i18n";
import { LANGUAGES_MORE, languageName } from "../model/languages";
import { ownLocale, textsOf, translate, type Told } from "../model/translating";
import { useEditor, useEditorState, useView } from "../view/use";

const MOST = 120;

export function Translate(): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { speech } = useEditorState();
  const [all, setAll] = useState(false);
  const own = ownLocale(view);
  const codes = useMemo(() => [...new Set([...Object.keys(LANGUAGES), ...LANGUAGES_MORE, ...(speech ? [speech] : [])])].filter((one) => one !== own), [own, speech]);
  const texts = useMemo(() => (speech ? textsOf(view, speech) : []), [view, speech]);
  const missing = texts.filter((one) => !one.other);
  // Those just written stay in the list until it is opened anew.
  const [first, setFirst] = useState<{ speech: string; keys: ReadonlySet<string> }>({ speech: "", keys: new Set() });
  if (speech && first.speech !== speech) setFirst({ speech, keys: new Set(missing.map(keyOf)) });
  const shown = all ? texts : texts.filter((one) => !one.other || first.keys.has(keyOf(one)));
  return (
    <>
      <Choice label={t("Language of the map's texts")} value={speech} onChange={(next) => editor.speak(next)} options={[["", t("{language}, its own", { language: languageName(own) })], ...codes.map((one) => [one, languageName(one)] as const)]} />
      {!speech && <p className="hint">{t("Choose a language to read the map in it and to translate what is missing. Quotes stay as they were said.")}</p>}
      {speech && <p role="status" className="small">{t("{n, plural, =0 {Everything is translated.} one {# text is not translated yet.} other {# texts are not translated yet.}}", { n: missing.length })}</p>}
      {speech && <Check label={t("Show translated ones too")} value={all} onChange={setAll} />}
      {shown.slice(0, MOST).map((one) => <Entry key={keyOf(one)} one={one} own={own} />)}
      {shown.length > MOST && <p className="hint">{t("{n} more follow when these are done.", { n: shown.length - MOST })}</p>}
    </>
  );
}

const keyOf = (one: Told): string => `${one.collection}/${one.key}/${one.field}`;

function Entry({ one, own }: { one: Told; own: string }): ReactNode {
  const editor = useEditor();
  const { speech } = useEditorState();
  return <Field label={one.own} value={one.other} lang={speech} {...(one.own.length > 44 ? { rows: 2 } : {})} onChange={(text) => translate(editor.edit, one, own, text)} disabled={!editor.writable} />;
}
