/** Who and what cards are about, of one card or of several at once: tone, persona, owner, status, tags, colour. */

import type { ReactNode } from "react";
import { Button, Choice, Field } from "../../kit";
import { t } from "../../lib/i18n";
import { putCards, removeCards } from "../model/cards";
import { localised, type Card } from "../model/types";
import { useEditor, useView } from "../view/use";
import { optionsFor, shared, VARIOUS, Wearing } from "./Wearing";

export function Belonging({ cards, off }: { cards: readonly Card[]; off: boolean }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { locale } = view.scene;
  const set = (given: Partial<Record<keyof Card, unknown>>): void => putCards(editor.edit, cards.map((card) => card.key), given);
  const [tone, persona] = [shared(cards, (card) => card.tone ?? "neutral"), shared(cards, (card) => card.persona)];
  return (
    <>
      <div className="row top">
        <div className="grow"><Choice label={t("Tone")} value={tone} onChange={(next) => set({ tone: next === "neutral" ? "" : next })} disabled={off} options={optionsFor(tone, [["neutral", t("neutral")], ["pain", t("pain")], ["warn", t("friction")], ["good", t("good")]])} /></div>
        <div className="grow"><Choice label={t("Persona")} value={persona} onChange={(next) => set({ persona: next })} disabled={off} options={optionsFor(persona, [["", t("everyone")], ...view.personas.map((one) => [one.key, localised(one.name, locale)] as const)])} /></div>
      </div>
      <div className="row top">
        <Words label={t("Owner")} value={shared(cards, (card) => card.owner)} onChange={(owner) => set({ owner })} off={off} />
        <Words label={t("Status")} value={shared(cards, (card) => card.status)} onChange={(status) => set({ status })} off={off} />
      </div>
      <Wearing cards={cards} off={off} />
    </>
  );
}

function Words({ label, value, onChange, off }: { label: string; value: string; onChange: (value: string) => void; off: boolean }): ReactNode {
  return <div className="grow"><Field label={label} value={value === VARIOUS ? "" : value} onChange={onChange} disabled={off} placeholder={value === VARIOUS ? t("various") : ""} /></div>;
}

/** All fields that several chosen cards have in common. */
export function SeveralFields({ cards }: { cards: readonly Card[] }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const off = !editor.writable;
  const keys = cards.map((card) => card.key);
  const lane = shared(cards, (card) => card.lane);
  return (
    <>
      <h3>{t("{n, plural, one {# card} other {# cards}}", { n: cards.length })}</h3>
      <p className="hint">{t("What you change here changes on all of them.")}</p>
      <Belonging cards={cards} off={off} />
      <Choice label={t("Lane")} value={lane} onChange={(next) => putCards(editor.edit, keys, { lane: next })} options={optionsFor(lane, view.lanes.map((one) => [one.key, localised(one.title, view.scene.locale)]))} disabled={off} />
      {!off && <Button kind="danger" onPress={() => { removeCards(editor.edit, keys); editor.settle(); }}>{t("Delete")}</Button>}
    </>
  );
}
