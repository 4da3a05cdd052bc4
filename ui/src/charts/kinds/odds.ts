import { number } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { beside, type ChartKind, type Ink, type Mark, type Part, type Picture } from "../picture";
import { has, num, rowsOf, type Row } from "../table";
import { facts, thing } from "../words";

const ROW = 28;
const FEWEST = 10;
const FINE = [0.1, 0.2, 0.5, 1, 2, 5, 10];
const COARSE = [0.000001, 0.0001, 0.01, 1, 100, 10_000, 1_000_000];

/** Return the marks of the scale that the intervals need: one is in it, for that is no difference. */
function marksOf(rows: readonly Row[]): readonly number[] {
  const [low, high] = [Math.min(1, ...rows.map((row) => num(row.odds_low))), Math.max(1, ...rows.map((row) => num(row.odds_high)))];
  const marks = low < (FINE[0] ?? 0) || high > (FINE.at(-1) ?? 0) ? COARSE : FINE;
  const [first, last] = [marks.findLastIndex((one) => one <= low), marks.findIndex((one) => one >= high)];
  return marks.slice(Math.max(0, first), last < 0 ? undefined : last + 1);
}

const times = (odds: number): string => `×${number(odds, odds >= 100 ? 0 : odds < 0.1 ? 4 : 1)}`;

/** Return the ink of what goes with the goal, of what goes against it, and of what may be chance. */
const inkOf = (row: Row): Ink => (!row.holds ? "ink-2" : num(row.odds) >= 1 ? "accent" : "pain");

export default {
  name: "odds",
  label: msg("What goes with it"),
  explain: msg("How many times higher the odds of reaching the goal are for those who did it: ×1 is no difference, the line is the 95% interval. Hollow points may be chance. It goes together; it need not be the cause."),
  rank: 8,
  detailed: true,
  fits: (tables, name) => has(tables[name], "odds", "odds_low", "odds_high", "holds", "kind", "value"),
  lay: (tables, name, { width, detail }): Picture => {
    const table = tables[name];
    const all = rowsOf(table).toSorted((one, other) => Number(other.holds) - Number(one.holds) || Math.abs(Math.log(num(other.odds) || 1)) - Math.abs(Math.log(num(one.odds) || 1)));
    if (!table || !all.length) return { width, height: 0, parts: [] };
    const rows = all.slice(0, Math.round(FEWEST + detail * Math.max(0, Math.min(60, all.length - FEWEST)) * 0.4)).toSorted((one, other) => num(other.odds) - num(one.odds));
    const { left, over, label } = beside(rows.map(thing), width, 0.4);
    const [tall, room] = [ROW + over, width - left - 74];
    const scale = marksOf(rows);
    const [low, high] = [Math.log(scale[0] ?? 0.5), Math.log(scale.at(-1) ?? 2)];
    const x = (odds: number): number => left + ((Math.min(high, Math.max(low, Math.log(odds || 0.01))) - low) / (high - low || 1)) * room;
    const parts: Part[] = scale.map((one) => ({ key: `tick/${one}`, marks: [{ kind: "path", d: `M${x(one)},18V${22 + rows.length * tall}`, stroke: one === 1 ? "ink-2" : "line" }, { kind: "text", x: x(one), y: 12, text: times(one), anchor: "middle", letter: "tiny" }] }));
    rows.forEach((row, at) => {
      const y = 24 + at * tall + over + ROW / 2;
      const ink = inkOf(row);
      const marks: Mark[] = [
        label(thing(row), y - over - ROW / 2 + 4, y),
        { kind: "path", d: `M${x(num(row.odds_low))},${y}H${x(num(row.odds_high))}`, stroke: ink, width: 2, opacity: row.holds ? 0.6 : 0.4 },
        { kind: "dot", x: x(num(row.odds)), y, r: 5, ink, hollow: !row.holds },
        { kind: "text", x: left + room + 14, y: y + 4, text: times(num(row.odds)), letter: row.holds ? "strong" : "tiny", ink: row.holds ? "ink" : "ink-2" },
      ];
      parts.push({ key: `${at}`, marks, spot: { title: thing(row), facts: facts(table, row, ["kind", "value"]), row } });
    });
    const [held, more] = [all.filter((row) => row.holds).length, all.length - rows.length];
    return {
      width, height: 28 + rows.length * tall, parts,
      finding: held ? t("{n, plural, one {# thing is more than chance.} other {# things are more than chance.}}", { n: held }) : t("Nothing is more than chance."),
      note: more > 0 ? t("{n, plural, one {# more is in the table} other {# more are in the table}}", { n: more }) : "",
    };
  },
} satisfies ChartKind;
