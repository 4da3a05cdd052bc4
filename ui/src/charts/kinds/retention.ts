import { number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { LEAST_N, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { by, has, num, rowsOf, said } from "../table";
import { facts, instant, periodName } from "../words";

const ROW = 30;
const HEAD = 26;
const LABEL = 156;
const LEAST_CELL = 50;

export default {
  name: "retention",
  label: msg("Retention by cohort"),
  explain: msg("Of those who started in a period, how many came back later; darker is more. Dashed cells are not over yet or too few: do not compare them."),
  rank: 3,
  fits: (tables, table) => has(tables[table], "cohort", "bracket", "share", "size"),
  lay: (tables, name, { width }): Picture => {
    const table = tables[name];
    const rows = rowsOf(table);
    if (!table || !rows.length) return { width, height: 0, parts: [] };
    const brackets = [...new Set(rows.map((row) => num(row.bracket)))].sort((one, other) => one - other);
    const labels = new Map(rows.map((row) => [num(row.bracket), periodName(row.label)]));
    const cell = Math.max(LEAST_CELL, (width - LABEL) / brackets.length);
    const least = labels.get(brackets[0] ?? 0) === undefined ? 0 : 1;
    const most = Math.max(0.01, ...rows.filter((row) => num(row.bracket) >= least).map((row) => num(row.share)));
    const parts: Part[] = brackets.map((bracket, at) => ({ key: `head/${bracket}`, marks: [{ kind: "text", x: LABEL + at * cell + cell / 2, y: 16, text: labels.get(bracket) ?? "", anchor: "middle", letter: "tiny" }] }));
    [...by(rows, "cohort")].forEach(([cohort, list], line) => {
      const y = HEAD + line * ROW;
      const size = num(list[0]?.size);
      parts.push({ key: `label/${cohort}`, marks: [{ kind: "text", x: 0, y: y + 19, text: instant(cohort), ink: "ink" }, { kind: "text", x: LABEL - 12, y: y + 19, text: number(size, 0), anchor: "end", letter: "tiny" }] });
      for (const row of list) {
        const x = LABEL + brackets.indexOf(num(row.bracket)) * cell;
        const few = size < LEAST_N || row.complete === false;
        const strength = Math.min(1, num(row.share) / most);
        const marks: Mark[] = [
          { kind: "box", x: x + 1, y: y + 1, w: cell - 2, h: ROW - 2, ink: few ? "panel" : "accent", opacity: few ? 1 : 0.06 + 0.44 * strength, round: 4, dashed: few },
          { kind: "text", x: x + cell / 2, y: y + 19, text: size < LEAST_N ? t("too few") : percent(num(row.share)), anchor: "middle", ink: few ? "ink-2" : "ink", letter: few ? "tiny" : "strong" },
        ];
        parts.push({ key: `${cohort}/${said(row.bracket)}`, marks, spot: { title: `${instant(cohort)} · ${periodName(row.label)}`, facts: facts(table, row, ["cohort", "bracket", "label"]), row } });
      }
    });
    return { width: LABEL + cell * brackets.length, height: HEAD + by(rows, "cohort").size * ROW + 2, parts };
  },
} satisfies ChartKind;
