import { figure, number } from "../../lib/format";
import { msg } from "../../lib/i18n";
import { cut, line, ticks, wide, type ChartKind, type Part, type Picture } from "../picture";
import { has, num, rowsOf, said, type Row, type Table } from "../table";
import { className, columnName, facts } from "../words";

const HEIGHT = 220;
const MOST_BARS = 60;
const ENDS = ["from_s", "from", "events", "sessions", "active_periods", "class"] as const;
const COUNTS = ["count", "people", "journeys", "units"] as const;

const ends = (table: Table): string => ENDS.find((one) => has(table, one)) ?? "";
const counts = (table: Table): string => COUNTS.find((one) => has(table, one)) ?? "";

function label(row: Row, end: string): string {
  const value = row[end];
  if (typeof value !== "number") return end === "class" ? className(said(value)) : said(value);
  return end === "from_s" ? figure({ value, unit: "seconds" }) : number(value, 1);
}

export default {
  name: "distribution",
  label: msg("Distribution"),
  explain: msg("How many people are at each value. Look at the whole shape: a mean says little where the tail is long."),
  rank: 8,
  fits: (tables, name) => {
    const table = tables[name];
    return Boolean(table && table.columns.length <= 7 && table.rows.length > 2 && table.columns[0]?.name === ends(table) && counts(table) && ends(table) !== counts(table) && table.columns[0]?.type !== "time");
  },
  lay: (tables, name, { width }): Picture => {
    const table = tables[name];
    const rows = rowsOf(table).slice(0, MOST_BARS);
    if (!table || !rows.length) return { width, height: 0, parts: [] };
    const [end, count] = [ends(table), counts(table)];
    const steps = ticks(0, Math.max(1, ...rows.map((row) => num(row[count]))), true);
    const high = steps.at(-1) ?? 1;
    const left = Math.max(...steps.map((one) => wide(number(one, 0), "tiny"))) + 10;
    const y = (value: number): number => 12 + (1 - value / high) * HEIGHT;
    const every = (width - left) / rows.length;
    const skip = Math.ceil(Math.max(...rows.map((row) => wide(label(row, end), "tiny") + 10)) / every);
    const parts: Part[] = steps.map((one) => ({ key: `tick/${one}`, marks: [{ kind: "path", d: line([[left, y(one)], [width, y(one)]]), stroke: one ? "line" : "ink-2" }, { kind: "text", x: left - 6, y: y(one) + 4, text: number(one, 0), anchor: "end", letter: "tiny" }] }));
    rows.forEach((row, at) => {
      const [x, top] = [left + at * every, y(num(row[count]))];
      parts.push({
        key: `${at}`,
        marks: [{ kind: "box", x: x + 1, y: top, w: Math.max(1, every - 2), h: y(0) - top, ink: "accent", opacity: 0.8, round: 2 }, ...(at % skip === 0 ? [{ kind: "text" as const, x, y: HEIGHT + 28, text: cut(label(row, end), Math.max(every * skip - 4, 20), "tiny"), letter: "tiny" as const }] : [])],
        spot: { title: `${columnName(end)} ${label(row, end)}`, facts: facts(table, row, [end]), row },
      });
    });
    return { width, height: HEIGHT + 36, parts };
  },
} satisfies ChartKind;
