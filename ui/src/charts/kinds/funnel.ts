import { number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { cut, labelRoom, LEAST_N, legend, SERIES, wide, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { by, has, num, rowsOf, said, type Row } from "../table";
import { facts } from "../words";

const BAR = 22;
const THIN = 13;
const GAP = 30;
const MOST = 5;

export default {
  name: "funnel",
  label: msg("Funnel"),
  explain: msg("How many of those who entered got to each step, and where the others left. A large drop says where to look, not why people left."),
  rank: 1,
  fits: (tables, table) => has(tables[table], "step", "name", "count", "of_first", "dropped"),
  lay: (tables, name, { width }): Picture => {
    const table = tables[name];
    const rows = rowsOf(table);
    if (!table || !rows.length) return { width, height: 0, parts: [] };
    const groups = has(table, "value") ? by(rows, "value") : new Map([["", [...rows]]]);
    const shown = [...groups].slice(0, MOST);
    const key = legend(shown.map(([one]) => one || t("(unknown)")), width);
    const parts: Part[] = [...key.parts];
    const steps = [...new Set(rows.map((row) => num(row.step)))];
    const names = new Map(rows.map((row) => [num(row.step), said(row.name)]));
    const left = labelRoom([...names.values()].map((one) => `00 ${one}`), width);
    const room = width - left - 12 - 96;
    const thick = shown.length > 1 ? THIN : BAR;
    const worst = worstOf(shown.map(([, list]) => list));
    let y = key.height + 6;
    for (const step of steps) {
      const label: Mark[] = [{ kind: "text", x: left - 8, y: y + (shown.length * (thick + 2)) / 2 + 4, text: cut(`${step} ${names.get(step) ?? ""}`, left - 10), anchor: "end", ink: "ink" }];
      parts.push({ key: `label/${step}`, marks: label });
      shown.forEach(([value, list], at) => {
        const row = list.find((one) => num(one.step) === step);
        if (!row) return;
        const marks = bar(row, { x: left, y, room, thick, ink: SERIES[at % SERIES.length] ?? "accent", first: num(list[0]?.count) });
        if (num(row.dropped) > 0 && shown.length === 1) marks.push(...loss(row, list, { x: left, y: y + thick }, row === worst));
        parts.push({ key: `${value}/${step}`, marks, spot: { title: [names.get(step), value].filter(Boolean).join(" · "), facts: facts(table, row, ["name", "step", "value"]), row } });
        y += thick + 2;
      });
      y += shown.length > 1 ? 12 : GAP;
    }
    const more = groups.size - shown.length;
    const drop = worst && shown.length === 1 ? t("The largest loss: {n} people ({share}) leave before “{step}”.", { n: number(num(worst.dropped), 0), share: percent(1 - num(worst.of_previous)), step: said(worst.name) }) : "";
    return { width, height: y - 8, parts, finding: drop, note: more > 0 ? t("{n, plural, one {# more value is in the table} other {# more values are in the table}}", { n: more }) : "" };
  },
} satisfies ChartKind;

function bar(row: Row, { x, y, room, thick, ink, first }: { x: number; y: number; room: number; thick: number; ink: (typeof SERIES)[number]; first: number }): Mark[] {
  const share = num(row.of_first);
  const length = Math.max(1.5, share * room);
  const few = first < LEAST_N;
  const words = few ? t("{n}, too few", { n: number(num(row.count), 0) }) : `${number(num(row.count), 0)} · ${percent(share)}`;
  const marks: Mark[] = [
    { kind: "box", x, y, w: room, h: thick, ink: "line", opacity: 0.4, round: 3 },
    { kind: "box", x, y, w: length, h: thick, ink, round: 3, ...(few ? { dashed: true } : {}) },
    { kind: "text", x: x + room + 8, y: y + thick / 2 + 4, text: words, letter: "strong", ink: "ink" },
  ];
  const [low, high] = [num(row.of_first_low), num(row.of_first_high)];
  if (high > low && share < 1) marks.push({ kind: "path", d: `M${x + low * room},${y + thick / 2}H${x + high * room}`, stroke: "ink", width: 1.4 });
  return marks;
}

function loss(row: Row, list: readonly Row[], { x, y }: { x: number; y: number }, worst: boolean): Mark[] {
  if (list[0] === row) return [];
  const words = t("{n} left ({share})", { n: `−${number(num(row.dropped), 0)}`, share: percent(1 - num(row.of_previous)) });
  const at = y - BAR - GAP / 2 + 3;
  const marks: Mark[] = [{ kind: "text", x: x + 14, y: at, text: words, letter: worst ? "strong" : "tiny", ink: "pain" }, { kind: "path", d: `M${x + 2},${at - 7}h8l-4,7z`, fill: "pain" }];
  if (worst) marks.push({ kind: "text", x: x + 22 + wide(words, "strong"), y: at, text: t("largest loss"), letter: "tiny", ink: "pain" });
  return marks;
}

/** Return the step most people are lost before; of several groups none. */
function worstOf(groups: readonly (readonly Row[])[]): Row | null {
  const [only] = groups.length === 1 ? groups : [];
  const lossy = (only ?? []).slice(1).filter((row) => num(row.dropped) > 0);
  return lossy.reduce<Row | null>((worst, row) => (!worst || num(row.dropped) > num(worst.dropped) ? row : worst), null);
}
