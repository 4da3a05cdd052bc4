/** Arrows from and to a card: what they say, and making one without the mouse. */

import { useState, type ReactNode } from "react";
import { Button, Choice, Field } from "../../kit";
import { shortened } from "../../lib/format";
import { t } from "../../lib/i18n";
import { changeLink, link, unlink, type LinkKind } from "../model/links";
import { localised, type Card } from "../model/types";
import { LINK_NAMES } from "../view/LinkLayer";
import { useEditor, useView } from "../view/use";
import { cardWords } from "../view/words";

export function Links({ card, off }: { card: Card; off: boolean }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const [to, setTo] = useState("");
  const mine = view.links.filter((one) => one.from === card.key || one.to === card.key);
  const name = (key: string): string => {
    const other = view.cards.get(key);
    return other ? shortened(cardWords(other, view.scene), 60) || t("empty card") : t("something that is gone");
  };
  const kinds = Object.entries(LINK_NAMES());
  const others = [...view.cards.values()].filter((one) => one.key !== card.key && view.tree.span.has(one.at));
  const lanes = new Map(view.lanes.map((lane) => [lane.key, localised(lane.title, view.scene.locale)]));
  return (
    <>
      <h3>{t("Arrows")}</h3>
      {mine.length === 0 && <p className="hint">{t("Choose two cards with Ctrl and press Ctrl+L, or take one here, to draw an arrow between them.")}</p>}
      <ul className="list">
        {mine.map((one) => (
          <li key={`${one.from}/${one.to}`}>
            <span>{one.from === card.key ? `→ ${name(one.to)}` : `← ${name(one.from)}`}</span>
            <div className="row" style={{ alignItems: "flex-end" }}>
              <div className="grow"><Choice label={t("It")} value={one.kind ?? "triggers"} onChange={(kind) => changeLink(editor.edit, one.from, one.to, { kind: kind as LinkKind })} options={kinds} disabled={off} /></div>
              <div className="grow"><Field label={t("Words on it")} value={localised(one.label, view.scene.locale)} onChange={(label) => changeLink(editor.edit, one.from, one.to, { label })} disabled={off} /></div>
              {!off && <Button kind="bare" aria-label={t("Delete this arrow")} onPress={() => unlink(editor.edit, one.from, one.to)}>{t("Delete")}</Button>}
            </div>
          </li>
        ))}
      </ul>
      {!off && (
        <div className="row" style={{ alignItems: "flex-end" }}>
          <div className="grow"><Choice label={t("Add an arrow to")} value={to} onChange={setTo} options={[["", t("choose …")], ...others.slice(0, 400).map((one) => [one.key, `${lanes.get(one.lane) ?? ""}: ${shortened(cardWords(one, view.scene), 60)}`] as const)]} /></div>
          <Button isDisabled={!to} onPress={() => { link(editor.edit, card.key, to); setTo(""); }}>{t("Add")}</Button>
        </div>
      )}
    </>
  );
}
