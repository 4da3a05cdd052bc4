/** What an answer found, in one sentence and one number, for a card on a map. */

import { chartsOf } from "../charts/charts";
import { num, rowsOf, said, type Row } from "../charts/table";
import { miniOf } from "../charts/mini";
import type { Mini } from "../charts/small";
import { percent } from "../lib/format";
import { t } from "../lib/i18n";
import type { Figure } from "../maps/model/types";
import type { Answer } from "./types";

export interface Finding {
  text: string;
  value?: Figure;
  /** Whether it is a pain: people are lost. */
  pain: boolean;
  n: number;
  /** What it looks like, in small. */
  mini?: Mini;
  /** Events it is about, for the step it belongs to. */
  events: readonly string[];
}

const worst = (rows: readonly Row[]): Row | undefined => rows.filter((row) => num(row.step) > 1).reduce<Row | undefined>((most, row) => (!most || num(row.dropped) > num(most.dropped) ? row : most), undefined);

/** Return the main finding: the largest loss of a funnel, else what the chart says below itself. */
export function findingOf(answer: Answer, title: string): Finding {
  const rows = rowsOf(answer.tables.figures);
  const as_of = answer.as_of ? { as_of: answer.as_of } : {};
  const definition = Object.entries(answer.rules).map(([name, text]) => `${name}: ${text}`).join("; ");
  const loss = answer.analysis === "funnel" ? worst(rows) : undefined;
  if (loss) {
    const before = rows.find((row) => num(row.step) === num(loss.step) - 1 && row.value === loss.value);
    const value: Figure = { value: 1 - num(loss.of_previous), unit: "share", n: num(before?.count), numerator: num(loss.dropped), denominator: num(before?.count), definition, ...as_of };
    return { text: t("{share} leave between “{from}” and “{to}”", { share: percent(value.value), from: said(before?.name), to: said(loss.name) }), value, pain: true, n: num(before?.count), events: [said(before?.name), said(loss.name)] };
  }
  const [best] = chartsOf(answer.tables, answer);
  const note = best?.kind.lay(answer.tables, best.table, { width: 800, detail: 0.3 }, answer).note;
  const mini = miniOf(answer.tables, answer, answer.as_of);
  const point = mini?.shape === "line" ? mini.points.at(-1) : mini?.points[0];
  const value: Figure | null = mini && point ? { value: point[1], unit: mini.unit, n: answer.n, definition, ...as_of } : null;
  return { text: title || note || "", pain: false, n: answer.n, events: [], ...(mini ? { mini } : {}), ...(value ? { value } : {}) };
}

export interface Place {
  key: string;
  title: string;
  /** Names of the events that are this step. */
  events: readonly string[];
}

/** Return the step a finding is about: the first of its events that a step holds, else the first step. */
export const bestPlace = (places: readonly Place[], events: readonly string[]): string =>
  (events.flatMap((event) => places.find((one) => one.events.includes(event)) ?? [])[0] ?? places[0])?.key ?? "";
