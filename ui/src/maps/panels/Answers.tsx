/** Numbers as others hand them out: a score from its answers, or a series from a spreadsheet. */

import { useState, type ReactNode } from "react";
import { asMini } from "../../charts/small";
import { Choice, Field } from "../../kit";
import { msg, t } from "../../lib/i18n";
import { asAnswers, scored, series, widthOf, type Score } from "../model/answers";
import { putProps } from "../model/cards";
import { put } from "../model/edit";
import { typedForm } from "../model/typing";
import type { Card } from "../model/types";
import { useEditor } from "../view/use";

const SCORES: readonly (readonly [Score, string])[] = [["nps", "NPS"], ["csat", "CSAT"], ["ces", "CES"]];
const ASKED: Record<"nps" | "csat", readonly string[]> = {
  nps: [msg("Promoters (9–10)"), msg("Passives (7–8)"), msg("Detractors (0–6)")],
  csat: [msg("Satisfied (4–5)"), msg("All others (1–3)")],
};

const labelOf = (score: Score, at: number): string => (score === "ces" ? String(at + 1) : t(ASKED[score][at] ?? ""));

/** Work a score out from how many people gave which answer. */
export function FromAnswers({ card, off }: { card: Card; off: boolean }): ReactNode {
  const editor = useEditor();
  const kept = asAnswers(card.props?.answers, card.value);
  const [score, setScore] = useState<Score>(kept?.score ?? "nps");
  const width = widthOf(score);
  const counts = kept?.score === score ? kept.counts : Array.from({ length: width }, () => 0);
  const change = (at: number, text: string): void => {
    const count = Math.min(1e9, Number(text.replace(/\D/g, "")));
    const next = counts.map((one, place) => (place === at ? count : one));
    const figure = scored({ score, counts: next });
    put(editor.edit, "cards", card.key, { value: figure ? { ...figure, ...(card.value?.as_of ? { as_of: card.value.as_of } : {}) } : undefined });
    putProps(editor.edit, [card], () => ({ answers: figure ? { score, counts: next } : undefined }));
  };
  return (
    <details className="more" open={kept !== null}>
      <summary>{t("From answers: NPS, CSAT, CES")}</summary>
      <Choice label={t("Score")} value={score} onChange={(next) => setScore(next as Score)} options={SCORES} disabled={off} />
      <div className="row bottom">
        {counts.map((one, at) => <div className="grow" key={`${score}${String(at)}`}><Field label={labelOf(score, at)} value={one ? String(one) : ""} onChange={(text) => change(at, text)} disabled={off} /></div>)}
      </div>
      <p className="hint">{t("Write how many people gave each answer; the score and its 95% interval follow.")}</p>
    </details>
  );
}

/** Keep a series of numbers on a card of a chart. */
export function Points({ card, off }: { card: Card; off: boolean }): ReactNode {
  const editor = useEditor();
  const mini = asMini(card.props?.chart);
  const unit = card.value?.unit ?? "count";
  const shown = mini?.points.map(([when, value]) => `${when}\t${typedForm({ unit, ...(card.value?.currency ? { currency: card.value.currency } : {}) }, value)}`).join("\n") ?? "";
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const change = (text: string): void => {
    setTyped(text);
    const read = series(text);
    setWrong(read.wrong);
    putProps(editor.edit, [card], () => ({ chart: read.mini ?? undefined }));
    if (read.last) put(editor.edit, "cards", card.key, { value: read.last });
  };
  return (
    <Field
      label={t("Points over time")} value={typed ?? shown} onChange={change} onBlur={() => { setTyped(null); setWrong([]); }} rows={4} disabled={off || typeof card.props?.exploration === "string"}
      hint={t("A line a point: when, then a number, as pasted from a spreadsheet. Two or more are drawn as a line.")}
      {...(wrong.length ? { fault: t("No number was found in line {lines}.", { lines: wrong.join(", ") }) } : {})}
    />
  );
}
