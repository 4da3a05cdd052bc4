import { number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { beside, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { has, nameColumn, num, numOr, rowsOf, said, type Row, type Table } from "../table";
import { CLASSED, className, facts, thing } from "../words";

const ROW = 28;
const FEWEST = 10;
const SHARES = ["share", "risk", "converted_share"] as const;
const COUNTS = ["journeys", "count", "units", "people", "entries", "exits", "lost", "converted"] as const;

/** Return what a row is called. */
const called = (row: Row, label: string): string => (typeof row.cluster === "number" && label !== "touchpoint" ? [t("Group {n}", { n: row.cluster }), said(row.apart)].filter(Boolean).join(": ") : typeof row.kind === "string" && typeof row.value === "string" ? thing(row) : CLASSED.has(label) ? className(said(row[label])) : said(row[label])) || t("(unknown)");

const shareOf = (table: Table): string => SHARES.find((one) => has(table, one)) ?? "";

export default {
  name: "bars",
  label: msg("Ranking"),
  explain: msg("The most frequent first, each with the 95% interval of its share. Neighbours whose intervals overlap may as well stand the other way round."),
  rank: 9,
  detailed: true,
  fits: (tables, name) => {
    const table = tables[name];
    return Boolean(table && shareOf(table) && table.columns.some((one) => one.type === "text") && !["from", "key", "bracket", "node"].some((one) => has(table, one)));
  },
  lay: (tables, name, { width, detail }): Picture => {
    const table = tables[name];
    const all = rowsOf(table);
    if (!table || !all.length) return { width, height: 0, parts: [] };
    const [share, label] = [shareOf(table), nameColumn(table)];
    const rows = all.slice(0, Math.round(FEWEST + detail * Math.max(0, Math.min(190, all.length - FEWEST))));
    const [low, high] = share === "converted_share" ? ["", ""] : ["low", "high"];
    const most = Math.max(0.01, ...rows.map((row) => num(row[share])));
    const { left, over, label: named } = beside(rows.map((row) => called(row, label)), width, 0.44);
    const room = width - left - 110;
    const count = COUNTS.find((one) => has(table, one));
    const x = (value: number): number => left + (Math.min(value, most) / most) * room;
    const parts = rows.map((row, at): Part => {
      const y = 4 + at * (ROW + over) + over;
      const name = called(row, label);
      const marks: Mark[] = [
        named(name, y - over + 2, y + 13),
        { kind: "box", x: left, y: y + 5, w: Math.max(1, x(num(row[share])) - left), h: 16, ink: "accent", opacity: 0.75, round: 3 },
        { kind: "text", x: left + room + 10, y: y + 17, text: [percent(num(row[share])), count ? number(num(row[count]), 0) : ""].filter(Boolean).join(" · "), letter: "strong", ink: "ink" },
      ];
      if (low && numOr(row[low]) !== null) marks.push({ kind: "path", d: `M${x(num(row[low]))},${y + 13}H${x(num(row[high]))}`, stroke: "ink", width: 1.3 });
      return { key: `${at}`, marks, spot: { title: name, facts: facts(table, row, [label]), row } };
    });
    const more = all.length - rows.length;
    return { width, height: rows.length * (ROW + over) + 8, parts, finding: has(table, "cluster", "apart") && all.length === 1 ? t("All journeys are much alike: there are no groups in them.") : "", note: more > 0 ? t("{n, plural, one {# more is in the table} other {# more are in the table}}", { n: more }) : "" };
  },
} satisfies ChartKind;
