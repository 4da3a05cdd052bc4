import { useMemo, useState, type ReactNode } from "react";
import { Button, Field } from "../../kit";
import { t } from "../../lib/i18n";
import { find, replace, type Hit } from "../model/finding";
import { cardSpan } from "../model/tree";
import { tellUndo } from "../undoing";
import { useEditor, useView } from "../view/use";

export function Find(): ReactNode {
  const editor = useEditor();
  const view = useView();
  const [words, setWords] = useState("");
  const [by, setBy] = useState("");
  const hits = useMemo(() => find(editor.session.doc, words, view.scene.locale), [editor, words, view]);
  const open = ({ collection, key }: Hit): void => {
    const card = view.cards.get(key);
    const span = card && cardSpan(view.tree, card);
    if (collection === "cards" && span) editor.focus({ kind: "card", key, column: span[0] });
    else if (collection === "columns") editor.focus({ kind: "column", key });
    else if (collection === "lanes") editor.focus({ kind: "lane", key });
  };
  const all = (): void => {
    editor.session.undo.stopCapturing();
    const changed = replace(editor.edit, hits, words, by);
    tellUndo(editor, t("{n, plural, one {# text changed} other {# texts changed}}", { n: changed }));
  };
  return (
    <>
      <Field label={t("Find")} value={words} onChange={setWords} autoFocus />
      {editor.writable && <Field label={t("Replace by")} value={by} onChange={setBy} />}
      {editor.writable && <div className="row"><Button isDisabled={hits.length === 0} onPress={all}>{t("Replace all")}</Button></div>}
      {words.trim() && <p className="hint" role="status">{t("{n, plural, =0 {Nothing on this map says that.} one {# text} other {# texts}}", { n: hits.length })}</p>}
      <ul className="list">
        {hits.slice(0, 200).map((hit) => <li key={`${hit.collection}/${hit.key}/${hit.field}`}><button type="button" className="button bare" style={{ whiteSpace: "normal", textAlign: "left", justifyContent: "flex-start", lineHeight: 1.4, padding: "4px 8px" }} onClick={() => open(hit)}>{hit.text}</button></li>)}
      </ul>
    </>
  );
}
