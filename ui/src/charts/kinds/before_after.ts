import { figure, number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { beside, LEAST_N, ticks, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { has, num, numOr, rowsOf, said, type Row } from "../table";
import { facts } from "../words";

const ROW = 28;
const FEWEST = 8;

const words = (row: Row, value: number): string => (said(row.unit) === "share" ? percent(value) : /s$|second|time/.test(said(row.unit)) ? figure({ value, unit: "seconds" }) : number(value));

export default {
  name: "before_after",
  label: msg("Before and after"),
  explain: msg("Each line goes from the first period (ring) to the second (disc). Only changes marked are more than chance; what else changed at the time is not known."),
  rank: 2,
  detailed: true,
  fits: (tables, table) => has(tables[table], "first", "second", "change", "what"),
  lay: (tables, name, { width, detail }): Picture => {
    const table = tables[name];
    const shares = rowsOf(table).filter((row) => said(row.unit) === "share" && numOr(row.first) !== null && numOr(row.second) !== null && num(row.first_n) >= LEAST_N && num(row.second_n) >= LEAST_N);
    if (!table || !shares.length) return { width, height: 0, parts: [] };
    const sorted = [...shares].sort((one, other) => Number(other.changed) - Number(one.changed) || Math.abs(num(other.z)) - Math.abs(num(one.z)));
    const shown = sorted.slice(0, Math.round(FEWEST + detail * 60));
    const { left, over, label } = beside(shown.map((row) => said(row.what)), width, 0.4);
    const tall = ROW + over;
    const steps = ticks(0, Math.max(0.01, ...shown.flatMap((row) => [num(row.first), num(row.second)])));
    const room = width - left - (over ? 80 : 190); // over the rows there is no room for words beside them
    const x = (value: number): number => left + (value / (steps.at(-1) ?? 1)) * room;
    const parts: Part[] = steps.map((one) => ({ key: `tick/${one}`, marks: [{ kind: "path", d: `M${x(one)},18V${22 + shown.length * tall}`, stroke: "line" }, { kind: "text", x: x(one), y: 12, text: percent(one), anchor: "middle", letter: "tiny" }] }));
    shown.forEach((row, at) => {
      const y = 24 + at * tall + over + ROW / 2;
      const ink = row.changed ? "accent" : "ink-2";
      const change = num(row.change);
      const marks: Mark[] = [
        label(said(row.what), y - over - ROW / 2 + 4, y),
        { kind: "path", d: `M${x(num(row.first))},${y}H${x(num(row.second))}`, stroke: ink, width: 2 },
        { kind: "dot", x: x(num(row.first)), y, r: 4.5, ink, hollow: true }, { kind: "dot", x: x(num(row.second)), y, r: 4.5, ink },
        { kind: "text", x: left + room + 12, y: y + 4, text: `${change > 0 ? "+" : ""}${t("{n} pts", { n: number(change * 100) })}${row.changed || over ? "" : ` · ${t("may be chance")}`}`, letter: row.changed ? "strong" : "tiny", ink: row.changed ? "ink" : "ink-2" },
      ];
      parts.push({ key: `${at}`, marks, spot: { title: said(row.what), facts: [[t("before"), words(row, num(row.first))], [t("after"), words(row, num(row.second))], ...facts(table, row, ["what", "first", "second", "unit", "kind", "z", "p"])], row } });
    });
    const found = shares.filter((row) => row.changed).length;
    return { width, height: 28 + shown.length * tall, parts, finding: found ? t("{n, plural, one {# change is more than chance} other {# changes are more than chance}}", { n: found }) : t("No change is more than chance.") };
  },
} satisfies ChartKind;
