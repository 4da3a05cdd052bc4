/** A number of one's own on a card, with what makes it trustworthy: its unit, what it rests on, how sure, and when. */

import { useState, type ReactNode } from "react";
import { Choice, Field } from "../../kit";
import { number } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import type { LaneKind } from "../model/face";
import { put } from "../model/edit";
import { isMeasured, readFigure, readValue, retyped, shortForm, UNITS } from "../model/typing";
import type { Card, Figure, Unit } from "../model/types";
import { useEditor } from "../view/use";

const UNIT_NAMES: Record<Unit, string> = {
  count: msg("plain number"), persons: msg("people"), share: msg("percent"), points: msg("points"), seconds: msg("time"), money: msg("money"), score: msg("score"), ratio: msg("ratio"),
};

interface DraftProps {
  label: string;
  shown: string;
  /** Keep what was typed; false where it cannot be understood. */
  take: (text: string) => boolean;
  fault: string;
  off: boolean;
  hint?: string;
  placeholder?: string;
}

/** A field that shows what is typed until it is left, so that half a number does not jump. */
function Draft({ label, shown, take, fault, off, hint = "", placeholder = "" }: DraftProps): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const change = (text: string): void => {
    setTyped(text);
    setWrong(!take(text));
  };
  return <Field label={label} value={typed ?? shown} onChange={change} onBlur={() => { setTyped(null); setWrong(false); }} disabled={off} hint={hint} placeholder={placeholder} {...(wrong ? { fault } : {})} />;
}

export function FigureFields({ card, kind, off }: { card: Card; kind: LaneKind; off: boolean }): ReactNode {
  const editor = useEditor();
  const { value } = card;
  const keep = (next: Figure | undefined): boolean => {
    put(editor.edit, "cards", card.key, { value: next });
    return true;
  };
  const take = (text: string): boolean => {
    const read = text.trim() ? readValue(kind, text, value) : null;
    return read ? keep(retyped(value, read)) : text.trim() === "" && keep(undefined);
  };
  const fault = t("Write a number, as in 9.4 %, € 12 or 3 min.");
  const label = kind.scale ? t("Value ({low} to {high})", { low: number(kind.scale.low), high: number(kind.scale.high) }) : t("Value");
  const measured = value !== undefined && isMeasured(value);
  const own = value && !measured ? value : null;
  return (
    <>
      <Draft label={label} shown={value ? shortForm(value, value.value) : ""} take={take} fault={fault} off={off} hint={measured ? t("Measured. Typing over it makes it a number of yours.") : ""} placeholder={kind.scale || kind.range ? "" : t("9.4 %, € 12, 3 min")} />
      {own && <Trust value={own} keep={keep} scaled={Boolean(kind.scale ?? kind.range)} off={off} />}
    </>
  );
}

function Trust({ value, keep, scaled, off }: { value: Figure; keep: (next: Figure) => boolean; scaled: boolean; off: boolean }): ReactNode {
  const fault = t("Write a number.");
  const count = (text: string): boolean => {
    const n = Number(text.replace(/[\s\u00a0\u202f]/g, ""));
    if (!Number.isInteger(n) || n < 0) return false;
    const { n: _, ...rest } = value;
    return keep(n > 0 ? retyped(value, { n }) : retyped(rest, {}));
  };
  const end = (which: "lo" | "hi") => (text: string): boolean => {
    const { [which]: _, ...rest } = value;
    if (!text.trim()) return keep(rest);
    const read = readFigure(text, value);
    return read !== null && keep({ ...value, [which]: read.value });
  };
  const unit = (next: string): boolean => keep(retyped(value, { unit: next as Unit, value: value.unit === "share" ? value.value * 100 : next === "share" ? value.value / 100 : value.value }));
  return (
    <>
      <div className="row top">
        {!scaled && <div className="grow"><Choice label={t("Unit")} value={value.unit} onChange={unit} options={UNITS.map((one) => [one, t(UNIT_NAMES[one])] as const)} disabled={off} /></div>}
        {value.unit === "money" && <div className="grow"><Field label={t("Currency")} value={value.currency ?? ""} onChange={(currency) => keep({ ...value, currency: currency.toUpperCase().slice(0, 3) })} placeholder="EUR" disabled={off} /></div>}
        <div className="grow"><Draft label={t("Rests on (n)")} shown={value.n === undefined ? "" : number(value.n, 0)} take={count} fault={fault} off={off} /></div>
      </div>
      <div className="row top">
        <div className="grow"><Draft label={t("Interval from")} shown={value.lo === undefined ? "" : shortForm(value, value.lo)} take={end("lo")} fault={fault} off={off} /></div>
        <div className="grow"><Draft label={t("up to")} shown={value.hi === undefined ? "" : shortForm(value, value.hi)} take={end("hi")} fault={fault} off={off} /></div>
        <div className="grow"><Field label={t("As of")} type="date" value={(value.as_of ?? "").slice(0, 10)} onChange={(day) => keep(retyped(value, { as_of: day ? `${day}T00:00:00Z` : undefined }))} disabled={off} /></div>
      </div>
      {value.unit === "share" && value.n !== undefined && <p className="hint">{t("The 95% interval follows from n unless you write another one.")}</p>}
    </>
  );
}
