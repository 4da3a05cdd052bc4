import { number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { cut, labelRoom, LEAST_N, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { has, num, rowsOf, said } from "../table";
import { facts } from "../words";

const ROW = 46;

export default {
  name: "plan",
  label: msg("Planned and travelled"),
  explain: msg("How many journeys come to each planned step, and of those who come or pass: who skips it, comes back to it, ends there. A plan can be wrong as well as the people."),
  rank: 1,
  fits: (tables, table) => has(tables[table], "step", "name", "reached", "share", "skipped_share", "ended_share"),
  lay: (tables, name, { width }): Picture => {
    const table = tables[name];
    const rows = rowsOf(table);
    if (!table || !rows.length) return { width, height: 0, parts: [] };
    const left = labelRoom(rows.map((row) => `00 ${said(row.name)}`), width);
    const room = width - left - 100;
    const parts = rows.map((row, at): Part => {
      const y = 4 + at * ROW;
      const few = num(row.reached) < LEAST_N;
      const told = [[num(row.skipped_share), t("skip ahead")], [num(row.repeated_share), t("repeat")], [num(row.ended_share), t("end here")]] as const;
      const words = few ? t("too few") : told.filter(([share]) => share > 0).map(([share, what]) => `${percent(share)} ${what}`).join(" · ");
      const marks: Mark[] = [
        { kind: "text", x: left - 8, y: y + 15, text: cut(`${num(row.step)} ${said(row.name)}`, left - 10), anchor: "end", ink: "ink" },
        { kind: "box", x: left, y, w: room, h: 20, ink: "line", opacity: 0.4, round: 3 },
        { kind: "box", x: left, y, w: Math.max(1.5, num(row.share) * room), h: 20, ink: "accent", round: 3, dashed: few },
        { kind: "path", d: `M${left + num(row.low) * room},${y + 10}H${left + num(row.high) * room}`, stroke: "ink", width: 1.3 },
        { kind: "text", x: left + room + 8, y: y + 15, text: `${number(num(row.reached), 0)} · ${percent(num(row.share))}`, letter: "strong", ink: "ink" },
        { kind: "text", x: left, y: y + 34, text: cut(words, room, "tiny"), letter: "tiny" },
      ];
      return { key: said(row.step), marks, spot: { title: said(row.name), facts: facts(table, row, ["step", "name"]), row } };
    });
    return { width, height: rows.length * ROW + 4, parts };
  },
} satisfies ChartKind;
