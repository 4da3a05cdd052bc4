/** All fields of one card: what is changed often first, the rest folded away. */

import type { ReactNode } from "react";
import { Button, Check, Choice, Field } from "../../kit";
import { inOrder } from "../../lib/format";
import { t } from "../../lib/i18n";
import { CardExtras } from "../../library/CardExtras";
import { laneKind } from "../lanes";
import { putProps, removeCards, writeCard } from "../model/cards";
import { put, write } from "../model/edit";
import { level } from "../model/evidence";
import { LEVEL_NAMES } from "../model/telling";
import { takesNumber } from "../model/typing";
import { localised, type Card, type Lane } from "../model/types";
import { useEditor, useView } from "../view/use";
import { FromAnswers, Points } from "./Answers";
import { Belonging } from "./Belonging";
import { FigureFields } from "./FigureFields";
import { FigureFacts } from "./Figures";
import { Links } from "./Links";
import { Media } from "./Media";
import { Picture } from "./Picture";
import { SubMap } from "./SubMap";

/** Lanes whose cards are about a channel, or say where something was said. */
const CHANNELLED = new Set(["channel", "touchpoint"]);

interface PartProps {
  card: Card;
  lane: Lane | undefined;
  off: boolean;
}

export function CardFields({ card }: { card: Card }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { locale, fields } = view.scene;
  const off = !editor.writable;
  const lane = view.lanes.find((one) => one.key === card.lane);
  const counts = takesNumber(laneKind(lane?.type ?? "")) || card.value !== undefined;
  const figure = <FigureFields card={card} kind={laneKind(lane?.type ?? "")} off={off} />;
  const part = { card, lane, off };
  return (
    <>
      <Field label={t("Text")} value={localised(card.text, locale)} onChange={(text) => writeCard(editor.edit, card.key, text)} rows={3} disabled={off} />
      {counts && figure}
      {laneKind(lane?.type ?? "").numeric && <FromAnswers card={card} off={off} />}
      {lane?.type === "chart" && <Points card={card} off={off} />}
      <Field label={t("Detail")} value={localised(card.detail, locale)} onChange={(text) => write(editor.edit, "cards", card.key, "detail", text)} rows={2} disabled={off} />
      <OfLane {...part} />
      <Belonging cards={[card]} off={off} />
      <details className="more">
        <summary>{t("Place, channel, source")}</summary>
        {!counts && figure}
        <Rarely {...part} />
      </details>
      <h3>{t("Evidence: {level}", { level: t(LEVEL_NAMES[level(card.evidence, fields.as_of)]) })}</h3>
      <p className="hint">{t("Quotes, tickets or interviews make it reported; cases in the log make it observed; a measurement on at least 30 makes it measured.")}</p>
      <Field label={t("Quotes, tickets, interviews that say it")} value={String(card.evidence?.reported ?? "")} onChange={(text) => put(editor.edit, "cards", card.key, { evidence: { ...card.evidence, reported: Math.max(0, Math.round(Number(text) || 0)) } })} disabled={off} />
      {card.value && <FigureFacts name="value" one={card.value} />}
      {inOrder(card.figures).map(([name, one]) => <FigureFacts key={name} name={name} one={one} />)}
      <CardExtras card={card} />
      <Links card={card} off={off} />
      {Boolean(card.props?.prompt) && <Check label={t("This is a prompt; typing over it makes it a card")} value disabled onChange={() => undefined} />}
      {!off && <Button kind="danger" onPress={() => { removeCards(editor.edit, [card.key]); editor.settle(); }}>{t("Delete")}</Button>}
    </>
  );
}

/** What only cards of some lanes have. */
function OfLane({ card, lane, off }: PartProps): ReactNode {
  const editor = useEditor();
  const prop = (name: string) => (value: string): void => putProps(editor.edit, [card], () => ({ [name]: value || undefined }));
  const type = lane?.type ?? "";
  return (
    <>
      {(type === "image" || type === "storyboard") && <Picture card={card} off={off} />}
      {(type === "video" || type === "document") && <Media card={card} sign={type} off={off} />}
      {type === "submap" && <SubMap card={card} off={off} />}
      {type === "importance" && <Choice label={t("Matters to")} value={String(card.props?.whose ?? "")} onChange={prop("whose")} disabled={off} options={[["", t("the customer")], ["organisation", t("the organisation")]]} />}
      {laneKind(type).scale && <Choice label={t("Curve")} value={String(card.props?.state ?? "")} onChange={prop("state")} disabled={off} options={[["", t("as it is")], ["future", t("as it should be")]]} />}
      {CHANNELLED.has(type) && <Channel card={card} off={off} />}
      {type === "verbatim" && <Origin card={card} off={off} />}
    </>
  );
}

function Channel({ card, off }: { card: Card; off: boolean }): ReactNode {
  const editor = useEditor();
  return <Field label={t("Channel")} value={card.channel ?? ""} onChange={(channel) => put(editor.edit, "cards", card.key, { channel })} disabled={off} />;
}

function Origin({ card, off }: { card: Card; off: boolean }): ReactNode {
  const editor = useEditor();
  return <Field label={t("Where it was said")} value={card.origin ?? ""} onChange={(origin) => put(editor.edit, "cards", card.key, { origin })} disabled={off} />;
}

/** Where a card stands, which dragging changes sooner, and what few cards have. */
function Rarely({ card, lane, off }: PartProps): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { locale } = view.scene;
  const set = (given: Partial<Record<keyof Card, unknown>>): void => put(editor.edit, "cards", card.key, given);
  const leaves = view.tree.leaves.map((leaf) => [leaf.key, localised(leaf.title, locale) || t("Untitled step")] as const);
  return (
    <>
      <div className="row top">
        <div className="grow"><Choice label={t("From step")} value={card.at} onChange={(at) => set({ at })} options={leaves} disabled={off} /></div>
        <div className="grow"><Choice label={t("To step")} value={card.to ?? ""} onChange={(to) => set({ to })} options={[["", t("the same")], ...leaves]} disabled={off} /></div>
      </div>
      <Choice label={t("Lane")} value={card.lane} onChange={(next) => set({ lane: next })} options={view.lanes.map((one) => [one.key, localised(one.title, locale)])} disabled={off} />
      {!CHANNELLED.has(lane?.type ?? "") && <Channel card={card} off={off} />}
      {lane?.type !== "verbatim" && <Origin card={card} off={off} />}
    </>
  );
}
