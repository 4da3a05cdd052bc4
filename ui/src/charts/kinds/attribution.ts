import { number, percent } from "../../lib/format";
import { heard } from "../../lib/heard";
import { msg, t } from "../../lib/i18n";
import { cut, labelRoom, LEAST_N, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { has, num, rowsOf, said } from "../table";
import { facts } from "../words";

const modelName = (model: string): string => heard(model.replaceAll("_", " "));

const ROW = 34;
const HEAD = 26;
const LEAST_CELL = 104;

export default {
  name: "attribution",
  label: msg("Attribution by model"),
  explain: msg("What share of the conversions each model gives to each source. Models divide credit by a rule; only an experiment shows what a source causes."),
  rank: 5,
  fits: (tables, table) => has(tables[table], "model", "value", "conversions", "share"),
  lay: (tables, name, { width }): Picture => {
    const table = tables[name];
    const rows = rowsOf(table);
    if (!table || !rows.length) return { width, height: 0, parts: [] };
    const models = [...new Set(rows.map((row) => said(row.model)))];
    const values = [...new Set(rows.map((row) => said(row.value)))];
    const left = labelRoom(values.map((one) => one || t("(unknown)")), width, 0.28) + 8;
    const cell = Math.max(LEAST_CELL, (width - left) / models.length);
    const most = Math.max(0.01, ...rows.map((row) => num(row.share)));
    const total = rows.filter((row) => said(row.model) === models[0]).reduce((sum, row) => sum + num(row.conversions), 0);
    const parts: Part[] = models.map((model, at) => ({ key: `head/${model}`, marks: [{ kind: "text", x: left + at * cell, y: 15, text: cut(modelName(model), cell - 8), letter: "strong", ink: "ink" }] }));
    values.forEach((value, line) => {
      const y = HEAD + line * ROW;
      parts.push({ key: `label/${value}`, marks: [{ kind: "text", x: left - 10, y: y + 20, text: cut(value || t("(unknown)"), left - 12), anchor: "end", ink: "ink" }, { kind: "path", d: `M0,${y}H${left + cell * models.length}`, stroke: "line" }] });
      for (const row of rows.filter((one) => said(one.value) === value)) {
        const x = left + models.indexOf(said(row.model)) * cell;
        const room = cell - 62;
        const bar = Math.max(1, (num(row.share) / most) * room);
        const marks: Mark[] = [{ kind: "box", x, y: y + 9, w: bar, h: 15, ink: "accent", opacity: 0.75, round: 2, dashed: total < LEAST_N }, { kind: "text", x: x + bar + 5, y: y + 21, text: percent(num(row.share)), letter: "strong", ink: "ink" }];
        if (row.low !== null && num(row.high) > num(row.low)) marks.push({ kind: "path", d: `M${x + Math.max(0, (num(row.low) / most) * room)},${y + 27.5}H${x + Math.min(room + 8, (num(row.high) / most) * room)}`, stroke: "ink-2", width: 1.2 });
        parts.push({ key: `${value}/${said(row.model)}`, marks, spot: { title: `${value || t("(unknown)")} · ${modelName(said(row.model))}`, facts: facts(table, row, ["model", "value"]), row } });
      }
    });
    return { width: left + cell * models.length, height: HEAD + values.length * ROW + 4, parts, note: total < LEAST_N ? t("Only {n} conversions: too few to compare sources.", { n: number(total, 0) }) : "" };
  },
} satisfies ChartKind;
