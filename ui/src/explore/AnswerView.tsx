/** An answer: its charts with their tables, what it rests on, and what can be done with it. */

import { useMemo, useState, type ReactNode } from "react";
import { chartsOf } from "../charts/charts";
import { ChartView } from "../charts/ChartView";
import { DataTable } from "../charts/DataTable";
import type { Spot } from "../charts/picture";
import { instant } from "../charts/words";
import { Button, MenuButton, Segments } from "../kit";
import { BASE } from "../lib/api/client";
import { number } from "../lib/format";
import { heard } from "../lib/heard";
import { language, t } from "../lib/i18n";
import { useQueryState } from "../lib/router";
import { PeopleBehind } from "./PeopleBehind";
import type { Asked } from "./asking";
import type { Answer, Question } from "./types";

interface AnswerProps {
  w: string;
  asked: Asked;
  question: Question;
  answer: Answer;
  writable: boolean;
  onPin: () => void;
  onSave: () => void;
}

export function AnswerView({ w, asked, question, answer, writable, onPin, onSave }: AnswerProps): ReactNode {
  const about = useMemo(() => ({ analysis: answer.analysis, rules: answer.rules }), [answer]);
  const choices = useMemo(() => chartsOf(answer.tables, about), [answer, about]);
  const [show, setShow] = useQueryState("show");
  const [asTable, setAsTable] = useQueryState("as");
  const [spot, setSpot] = useState<Spot | null>(null);
  const [spotted, setSpotted] = useQueryState("spot");
  const open = (one: Spot): void => {
    setSpot(one);
    setSpotted(one.title);
  };
  const tables = Object.keys(answer.tables);
  const first = choices[0]?.table ?? tables[0] ?? "";
  const table = tables.includes(show) ? show : first;
  const chosen = choices.find((one) => one.table === table);
  const shown = answer.tables[table];
  const names = tables.map((name) => [name, choices.find((one) => one.table === name)?.kind.label ? t(choices.find((one) => one.table === name)?.kind.label ?? "") : tableName(name)] as const);
  const exported = (format: string): { id: string; label: string; href: string } => ({ id: format, label: format.toUpperCase(), href: `${BASE}/answers/${answer.id}/export/${format}?table=${table}&locale=${language()}` });
  return (
    <section className="answer" aria-label={t("Answer")}>
      <h2 className="unseen">{t("Answer")}</h2>
      <header className="answer-head">
        <p className="small quiet grow">{[t("{n} looked at", { n: number(answer.n, 0) }), answer.as_of ? t("as of {when}", { when: instant(answer.as_of) }) : "", answer.cached ? t("answered before") : t("{n} ms", { n: number(answer.took_ms, 0) })].filter(Boolean).join(" · ")}</p>
        {writable && <Button onPress={onPin}>{t("Pin to a map")}</Button>}
        {writable && <Button onPress={onSave}>{t("Save")}</Button>}
        <MenuButton label={t("Export")} entries={["csv", "xlsx", "png", "svg"].map(exported)} />
      </header>
      <div className="row wrap">
        {tables.length > 1 && <label className="row small">{t("Shown")}<select className="input" value={table} onChange={(event) => setShow(event.target.value === first ? "" : event.target.value)}>{names.map(([name, label]) => <option key={name} value={name}>{label === tableName(name) ? label : `${label}: ${tableName(name)}`}</option>)}</select></label>}
        {chosen && <Segments label={t("Shown as")} value={asTable} onChange={setAsTable} options={[["", t("Chart")], ["table", t("Table")]]} />}
      </div>
      {chosen && !asTable && <ChartView kind={chosen.kind} tables={answer.tables} table={table} about={about} spotted={spot ? "" : spotted} onSpot={open} />}
      {shown && (asTable || !chosen) && <DataTable table={shown} label={tableName(table)} />}
      {shown && shown.total > shown.rows.length && (asTable || !chosen) && <p className="small quiet">{t("The first {n} of {total} rows; an export has all.", { n: number(shown.rows.length, 0), total: number(shown.total, 0) })}</p>}
      {answer.rules["nothing found"] && <p className="small">{heard(answer.rules["nothing found"])}</p>}
      <Rules answer={answer} />
      {spot && <PeopleBehind key={spot.title} w={w} asked={asked} question={question} answer={answer} table={table} spot={spot} onClose={() => { setSpot(null); setSpotted(""); }} />}
    </section>
  );
}

const tableName = (name: string): string => (name === "figures" ? t("all figures") : name === "people" ? t("people") : heard(name.replaceAll("_", " ")));

/** Every rule that shapes the numbers, in the words of the server. */
function Rules({ answer }: { answer: Answer }): ReactNode {
  return (
    <details className="rules">
      <summary>{t("How this was computed")}</summary>
      <p className="small">{heard(answer.explain)}</p>
      <dl className="facts">{Object.entries(answer.rules).map(([name, text]) => [<dt key={name}>{heard(name.replaceAll("_", " "))}</dt>, <dd key={`${name}/text`}>{heard(text)}</dd>])}</dl>
      <p className="small"><a href="/explore/sql">{t("Check it in the SQL console")}</a></p>
    </details>
  );
}
