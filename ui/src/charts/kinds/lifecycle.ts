import { number } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { legend, line, ticks, wide, type ChartKind, type Ink, type Mark, type Part, type Picture } from "../picture";
import { has, num, rowsOf, said } from "../table";
import { columnName, facts, instant } from "../words";

const ABOVE = ["returning", "new", "resurrecting"] as const;
const INKS: Record<string, Ink> = { returning: "accent", new: "second", resurrecting: "third" };
const HEIGHT = 260;

export default {
  name: "lifecycle",
  label: msg("Lifecycle"),
  explain: msg("Who is new, returning and back again in each period, and below the line who is gone. The last period may not be over: its bar is paler."),
  rank: 4,
  fits: (tables, table) => has(tables[table], "new", "returning", "resurrecting", "dormant"),
  lay: (tables, name, { width }): Picture => {
    const table = tables[name];
    const rows = rowsOf(table);
    if (!table || !rows.length) return { width, height: 0, parts: [] };
    const key = legend(ABOVE.map(columnName), width);
    const most = Math.max(1, ...rows.map((row) => ABOVE.reduce((sum, one) => sum + num(row[one]), 0)));
    const least = Math.max(1, ...rows.map((row) => num(row.dormant)));
    const steps = ticks(-least, most, true);
    const [low, high] = [steps[0] ?? 0, steps.at(-1) ?? 1];
    const left = Math.max(...steps.map((one) => wide(number(one, 0), "tiny"))) + 10;
    const y = (value: number): number => key.height + 8 + ((high - value) / (high - low)) * HEIGHT;
    const every = (width - left) / rows.length;
    const parts: Part[] = [...key.parts, ...steps.map((one): Part => ({ key: `tick/${one}`, marks: [{ kind: "path", d: line([[left, y(one)], [width, y(one)]]), stroke: one === 0 ? "ink-2" : "line" }, { kind: "text", x: left - 6, y: y(one) + 4, text: number(Math.abs(one), 0), anchor: "end", letter: "tiny" }] }))];
    const skip = Math.ceil(86 / every);
    let free = 0; // px up to which days stand already
    rows.forEach((row, at) => {
      const x = left + at * every + 1.5;
      const w = Math.max(1, every - 3);
      const opacity = row.complete === false ? 0.45 : 1;
      let base = 0;
      const marks: Mark[] = ABOVE.map((one) => {
        const from = base;
        base += num(row[one]);
        return { kind: "box", x, y: y(base), w, h: y(from) - y(base), ink: INKS[one] ?? "accent", opacity };
      });
      marks.push({ kind: "box", x, y: y(0), w, h: y(-num(row.dormant)) - y(0), ink: "pain", opacity: opacity * 0.7 });
      const day = instant(said(row.from));
      const over = x + wide(day, "tiny") > width;
      const begins = over ? width - wide(day, "tiny") : x;
      const told = at % skip === 0 && begins >= free;
      if (told) free = begins + wide(day, "tiny") + 8;
      if (told) marks.push({ kind: "text", x: over ? width : x, y: key.height + HEIGHT + 26, text: day, letter: "tiny", ...(over ? { anchor: "end" as const } : {}) });
      parts.push({ key: said(row.from), marks, spot: { title: instant(said(row.from)), facts: facts(table, row, ["from"]), row } });
    });
    return { width, height: key.height + HEIGHT + 34, parts, note: t("Below the line, in red: gone since the period before.") };
  },
} satisfies ChartKind;
