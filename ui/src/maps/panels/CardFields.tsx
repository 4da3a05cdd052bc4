import type { ReactNode } from "react";
import { Button, Check, Choice, Field } from "../../kit";
import { number } from "../../lib/format";
import { t } from "../../lib/i18n";
import { CardExtras } from "../../library/CardExtras";
import { laneKind } from "../lanes";
import { removeCards, writeCard } from "../model/cards";
import { put, write } from "../model/edit";
import { level } from "../model/evidence";
import { localised, type Card, type Figure } from "../model/types";
import { LEVEL_NAMES } from "../view/Glyph";
import { useEditor, useView } from "../view/use";
import { FigureFacts } from "./Figures";
import { Links } from "./Links";
import { Picture } from "./Picture";
import { SubMap } from "./SubMap";
import { Wearing } from "./Wearing";

/** Return a figure with another value: a number somebody types is a typed number, no longer the measured one. */
function typed(value: Figure | undefined, text: string): Figure | undefined {
  if (text.trim() === "") return undefined;
  const next = Number(text.replace(",", ".").replace("−", "-"));
  if (Number.isNaN(next)) return value;
  const { unit = "count", currency } = value ?? {};
  return { value: next, unit, ...(currency ? { currency } : {}) };
}

export function CardFields({ card }: { card: Card }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { locale, fields } = view.scene;
  const off = !editor.writable;
  const set = (given: Partial<Record<keyof Card, unknown>>): void => put(editor.edit, "cards", card.key, given);
  const lane = view.lanes.find((one) => one.key === card.lane);
  const kind = laneKind(lane?.type ?? "");
  const evidence = card.evidence ?? {};
  const leaves = view.tree.leaves.map((leaf) => [leaf.key, localised(leaf.title, locale) || t("Untitled step")] as const);
  return (
    <>
      <Field label={t("Text")} value={localised(card.text, locale)} onChange={(text) => writeCard(editor.edit, card.key, text)} rows={3} disabled={off} />
      <Field label={t("Detail")} value={localised(card.detail, locale)} onChange={(text) => write(editor.edit, "cards", card.key, "detail", text)} rows={2} disabled={off} />
      {(lane?.type === "image" || lane?.type === "storyboard") && <Picture card={card} off={off} />}
      {lane?.type === "submap" && <SubMap card={card} off={off} />}
      <div className="row" style={{ alignItems: "flex-end" }}>
        <div className="grow"><Choice label={t("From step")} value={card.at} onChange={(at) => set({ at })} options={leaves} disabled={off} /></div>
        <div className="grow"><Choice label={t("To step")} value={card.to ?? ""} onChange={(to) => set({ to })} options={[["", t("the same")], ...leaves]} disabled={off} /></div>
      </div>
      <Choice label={t("Lane")} value={card.lane} onChange={(next) => set({ lane: next })} options={view.lanes.map((one) => [one.key, localised(one.title, locale)])} disabled={off} />
      <Field
        label={kind.scale ? t("Value ({low} to {high})", { low: number(kind.scale.low), high: number(kind.scale.high) }) : t("Value")} type="text" value={card.value ? String(card.value.value) : ""}
        onChange={(text) => set({ value: typed(card.value, text) })} disabled={off} hint={card.value?.n === undefined ? "" : t("Measured. Typing over it makes it a number of yours.")}
      />
      <Choice label={t("Tone")} value={card.tone ?? "neutral"} onChange={(tone) => set({ tone: tone === "neutral" ? "" : tone })} disabled={off} options={[["neutral", t("neutral")], ["pain", t("pain")], ["warn", t("friction")], ["good", t("good")]]} />
      <Choice label={t("Persona")} value={card.persona ?? ""} onChange={(persona) => set({ persona })} disabled={off} options={[["", t("everyone")], ...view.personas.map((one) => [one.key, localised(one.name, locale)] as const)]} />
      {kind.scale && <Choice label={t("Curve")} value={String(card.props?.state ?? "")} onChange={(state) => set({ props: state ? { ...card.props, state } : { ...card.props, state: undefined } })} disabled={off} options={[["", t("as it is")], ["future", t("as it should be")]]} />}
      <Field label={t("Channel")} value={card.channel ?? ""} onChange={(channel) => set({ channel })} disabled={off} />
      <div className="row">
        <Field label={t("Owner")} value={card.owner ?? ""} onChange={(owner) => set({ owner })} disabled={off} />
        <Field label={t("Status")} value={card.status ?? ""} onChange={(status) => set({ status })} disabled={off} />
      </div>
      <Field label={t("Where it was said")} value={card.origin ?? ""} onChange={(origin) => set({ origin })} disabled={off} />
      <Wearing card={card} off={off} />
      <Links card={card} off={off} />
      <CardExtras card={card} />
      <h3>{t("Evidence: {level}", { level: t(LEVEL_NAMES[level(card.evidence, fields.as_of)]) })}</h3>
      <p className="hint">{t("Quotes, tickets or interviews make it reported; cases in the log make it observed; a measurement on at least 30 makes it measured.")}</p>
      <Field label={t("Quotes, tickets, interviews that say it")} value={String(evidence.reported ?? "")} onChange={(text) => set({ evidence: { ...evidence, reported: Math.max(0, Math.round(Number(text) || 0)) } })} disabled={off} />
      {card.value && <FigureFacts name="value" one={card.value} />}
      {Object.entries(card.figures ?? {}).map(([name, one]) => <FigureFacts key={name} name={name} one={one} />)}
      {Boolean(card.props?.prompt) && <Check label={t("This is a prompt; typing over it makes it a card")} value disabled onChange={() => undefined} />}
      {!off && <Button kind="danger" onPress={() => { removeCards(editor.edit, [card.key]); editor.settle(); }}>{t("Delete")}</Button>}
    </>
  );
}
