import { figure, number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { cut, labelRoom, LEAST_N, ticks, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { has, num, numOr, rowsOf, said, type Row } from "../table";
import { facts } from "../words";

const ROW = 44;
const SCALES: Record<string, readonly [number, number]> = { nps: [-100, 100], csat: [0, 1], ces: [1, 7] };

/** Return the ends of a metric's scale: of a score its own, else from zero to the largest bound. */
function scale(rows: readonly Row[], metric: string): readonly [number, number] {
  const known = SCALES[metric.trim().split(/\s/)[0]?.toLowerCase() ?? ""];
  if (known && rows.every((row) => num(row.figure) >= known[0] && num(row.figure) <= known[1])) return known;
  const values = rows.flatMap((row) => [num(row.figure), num(row.low), num(row.high)]);
  const steps = ticks(Math.min(...values), Math.max(...values));
  return [steps[0] ?? 0, steps.at(-1) ?? 1];
}

export default {
  name: "scores",
  label: msg("Scores"),
  explain: msg("The figure as a point on its scale, with its 95% interval. Who answers is rarely like everybody: a score is about those who answered."),
  rank: 7,
  fits: (tables, table) => has(tables[table], "figure", "low", "high", "n") && !has(tables[table], "from"),
  lay: (tables, name, { width }, about): Picture => {
    const table = tables[name];
    const rows = rowsOf(table);
    if (!table || !rows.length) return { width, height: 0, parts: [] };
    const metric = about.rules.metric ?? "";
    const [low, high] = scale(rows, metric);
    const shares = low >= 0 && high <= 1;
    const words = (value: number): string => (shares ? percent(value) : /^(time|median|p90)/.test(metric) ? figure({ value, unit: "seconds" }) : number(value));
    const names = rows.map((row) => said(row.value) || metric);
    const left = labelRoom(names, width, 0.3) + 8;
    const room = width - left - 130;
    const x = (value: number): number => left + ((value - low) / (high - low || 1)) * room;
    const parts: Part[] = [low, (low + high) / 2, high].map((one) => ({ key: `tick/${one}`, marks: [{ kind: "path", d: `M${x(one)},18V${22 + rows.length * ROW}`, stroke: "line" }, { kind: "text", x: x(one), y: 12, text: words(one), anchor: "middle", letter: "tiny" }] }));
    rows.forEach((row, at) => {
      const y = 22 + at * ROW + ROW / 2;
      const few = num(row.n) < LEAST_N;
      const value = numOr(row.figure);
      const marks: Mark[] = [{ kind: "text", x: left - 10, y: y + 4, text: cut(names[at] ?? "", left - 12), anchor: "end", ink: "ink" }, { kind: "path", d: `M${left},${y}H${left + room}`, stroke: "line", width: 2 }];
      if (value !== null) {
        if (row.low !== null) marks.push({ kind: "path", d: `M${x(num(row.low))},${y}H${x(num(row.high))}`, stroke: "accent", width: 6, opacity: 0.3 });
        marks.push({ kind: "dot", x: x(value), y, r: 6, ink: value < 0 ? "pain" : "accent", hollow: few });
      }
      marks.push({ kind: "text", x: left + room + 14, y: y - 1, text: value === null ? t("nothing yet") : words(value), letter: "strong", ink: "ink" }, { kind: "text", x: left + room + 14, y: y + 14, text: few ? t("too few (n {n})", { n: number(num(row.n), 0) }) : `n ${number(num(row.n), 0)}`, letter: "tiny" });
      parts.push({ key: `${at}`, marks, spot: { title: names[at] ?? "", facts: facts(table, row, ["value"]), row } });
    });
    return { width, height: 26 + rows.length * ROW, parts };
  },
} satisfies ChartKind;
