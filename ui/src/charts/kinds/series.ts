import { figure, number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { DASHES, LEAST_N, legend, line, SERIES, ticks, wide, within, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { by, has, num, numOr, rowsOf, said, type Row, type Table } from "../table";
import { facts, instant, isShare, periodName } from "../words";

const HEIGHT = 220;
const MOST = 5;
const FIGURES = ["figure", "share", "kept", "median_s", "count"] as const;

const figureOf = (table: Table): string => FIGURES.find((one) => has(table, one)) ?? "";
const size = (row: Row): number | null => numOr(row.n) ?? numOr(row.entered) ?? numOr(row.units);

export default {
  name: "series",
  label: msg("Over time"),
  explain: msg("The figure period by period; the band is its 95% interval. Where bands overlap much, the change may be chance. Hollow points are too few or not over yet."),
  rank: 6,
  fits: (tables, name) => {
    const table = tables[name];
    const dated = table?.columns.some((one) => one.name === "from" && one.type === "time");
    return Boolean(table && figureOf(table) && (dated || has(table, "bracket", "label"))) && !has(table, "cohort");
  },
  lay: (tables, name, { width }): Picture => {
    const table = tables[name];
    const rows = rowsOf(table);
    if (!table || !rows.length) return { width, height: 0, parts: [] };
    const what = figureOf(table);
    const groups = [...(has(table, "value") ? by(rows, "value") : new Map([["", rows]]))].slice(0, MOST);
    const key = legend(groups.map(([one]) => one || t("(unknown)")), width);
    const every = groups.flatMap(([, list]) => list);
    const values = every.flatMap((row) => [numOr(row[what]), numOr(row.low), numOr(row.high)].filter((one) => one !== null));
    const steps = ticks(Math.min(0, ...values), Math.max(...values, isShare(table, what) ? 0.01 : 1));
    const [low, high] = [steps[0] ?? 0, steps.at(-1) ?? 1];
    const words = (value: number): string => (isShare(table, what) ? percent(value) : what.endsWith("_s") ? figure({ value, unit: "seconds" }) : number(value));
    const left = Math.max(...steps.map((one) => wide(words(one), "tiny"))) + 10;
    const dated = has(table, "from");
    const when = (row: Row): string => dated ? said(row.from) : periodName(row.label);
    const told = dated ? instant : (text: string): string => text;
    const times = dated ? [...new Set(every.map(when))].sort() : [...new Set(every.map(when))];
    const x = (from: string): number => left + 14 + (times.length > 1 ? (times.indexOf(from) / (times.length - 1)) * (width - left - 60) : (width - left) / 2);
    const y = (value: number): number => key.height + 10 + ((high - value) / (high - low)) * HEIGHT;
    const parts: Part[] = [...key.parts, ...steps.map((one): Part => ({ key: `tick/${one}`, marks: [{ kind: "path", d: line([[left, y(one)], [width, y(one)]]), stroke: one === 0 ? "ink-2" : "line" }, { kind: "text", x: left - 6, y: y(one) + 4, text: words(one), anchor: "end", letter: "tiny" }] }))];
    const skip = Math.ceil(96 / Math.max(1, (width - left - 60) / Math.max(1, times.length - 1)));
    parts.push(...times.filter((_, at) => at % skip === 0).map((from): Part => ({ key: `at/${from}`, marks: [{ kind: "text", ...within(x(from), told(from), width), y: key.height + HEIGHT + 30, text: told(from), letter: "tiny" }] })));
    groups.forEach(([value, list], at) => {
      const ink = SERIES[at % SERIES.length] ?? "accent";
      const there = list.filter((row: Row) => numOr(row[what]) !== null);
      const band = there.filter((row: Row) => numOr(row.low) !== null && !what.endsWith("_s"));
      const curves: Mark[] = [{ kind: "path", d: line(there.map((row: Row) => [x(when(row)), y(num(row[what]))] as const)), stroke: ink, width: 1.8, dash: DASHES[at % DASHES.length] ?? "" }];
      if (band.length > 1) curves.unshift({ kind: "path", d: `${line([...band.map((row: Row) => [x(when(row)), y(num(row.high))] as const), ...[...band].reverse().map((row: Row) => [x(when(row)), y(num(row.low))] as const)])}Z`, fill: ink, opacity: 0.13 });
      parts.push({ key: `line/${value}`, marks: curves });
      for (const row of there) {
        const few = (size(row) ?? LEAST_N) < LEAST_N || row.complete === false;
        const title = [told(when(row)), value, (size(row) ?? LEAST_N) < LEAST_N ? t("too few") : ""].filter(Boolean).join(" · ");
        parts.push({ key: `${value}/${when(row)}`, marks: [{ kind: "dot", x: x(when(row)), y: y(num(row[what])), r: 4, ink, hollow: few }], spot: { title, facts: facts(table, row, ["from", "value", "bracket", "label"]), row } });
      }
    });
    return { width, height: key.height + HEIGHT + 38, parts };
  },
} satisfies ChartKind;
