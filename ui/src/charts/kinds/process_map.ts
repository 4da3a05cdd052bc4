import { number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { cut, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { layers } from "../layering";
import { has, num, rowsOf, said, type Row } from "../table";
import { facts } from "../words";

const BOX = { w: 138, h: 40 };
const ACROSS = 84;
const DOWN = 22;

export default {
  name: "process_map",
  label: msg("Process map"),
  explain: msg("What people do right after what. Thick arrows are frequent; dashed red ones go back. Rare steps and moves are left out until you ask for more."),
  rank: 2,
  detailed: true,
  fits: (tables, table) => table === "figures" && has(tables.figures, "from", "to", "count", "units") && has(tables.nodes, "name", "visits"),
  lay: (tables, _name, { width, detail }): Picture => {
    const [nodes, moves] = [rowsOf(tables.nodes), rowsOf(tables.figures)];
    if (!tables.nodes || !tables.figures || !nodes.length) return { width, height: 0, parts: [] };
    const shown = [...nodes].sort((one, other) => num(other.units) - num(one.units)).slice(0, Math.round(8 + detail * (nodes.length - 8)));
    const names = new Set(shown.map((row) => said(row.name)));
    const inside = moves.filter((row) => said(row.kind) === "move" && names.has(said(row.from)) && names.has(said(row.to)) && row.from !== row.to);
    const drawn = frequent(inside, shown.length);
    const at = layers(shown.map((row) => ({ name: said(row.name), first: num(row.starts) })), drawn.map((row) => ({ from: said(row.from), to: said(row.to), weight: num(row.units) })));
    const tallest = Math.max(...[...at.values()].map((one) => one.row)) + 1;
    const deepest = Math.max(...[...at.values()].map((one) => one.layer)) + 1;
    const place = (name: string): { x: number; y: number } => {
      const { layer, row } = at.get(name) ?? { layer: 0, row: 0 };
      return { x: layer * (BOX.w + ACROSS), y: 14 + row * (BOX.h + DOWN) + (layer % 2) * 18 };
    };
    const most = Math.max(1, ...drawn.map((row) => num(row.units)));
    const corners = shown.map((row) => place(said(row.name)));
    const arrows = readable(drawn.map((row) => arrow(row, place(said(row.from)), place(said(row.to)), most, tables)), corners);
    const boxes = shown.map((row) => box(row, place(said(row.name)), tables));
    const more = nodes.length - shown.length;
    return { width: Math.max(width, deepest * (BOX.w + ACROSS) - ACROSS + 8), height: tallest * (BOX.h + DOWN) + 40, parts: [...arrows, ...boxes], note: more > 0 ? t("{n, plural, one {# rarer step is left out} other {# rarer steps are left out}}", { n: more }) : "" };
  },
} satisfies ChartKind;

/** Return for each step its most frequent move out and in, and the most frequent of the others. */
function frequent(moves: readonly Row[], steps: number): Row[] {
  const sorted = [...moves].sort((one, other) => num(other.units) - num(one.units));
  const [out, into, chosen] = [new Set<string>(), new Set<string>(), new Set<Row>()];
  for (const row of sorted) {
    const fresh = !out.has(said(row.from)) || !into.has(said(row.to));
    out.add(said(row.from));
    into.add(said(row.to));
    if (fresh || chosen.size < steps) chosen.add(row);
  }
  return [...chosen];
}

/** Leave out numbers that would lie on one another or on a box; the tooltip and the table have them. */
function readable(arrows: readonly Part[], corners: readonly { x: number; y: number }[]): Part[] {
  const kept: { x: number; y: number }[] = [];
  const hidden = (x: number, y: number): boolean => kept.some((one) => Math.abs(one.x - x) < 34 && Math.abs(one.y - y) < 13) || corners.some((one) => x > one.x - 14 && x < one.x + BOX.w + 14 && y > one.y - 2 && y < one.y + BOX.h + 12);
  return arrows.map((part) => ({ ...part, marks: part.marks.filter((mark) => {
    if (mark.kind !== "text") return true;
    if (hidden(mark.x, mark.y)) return false;
    kept.push({ x: mark.x, y: mark.y });
    return true;
  }) }));
}

function arrow(row: Row, from: { x: number; y: number }, to: { x: number; y: number }, most: number, tables: Parameters<ChartKind["lay"]>[0]): Part {
  const back = to.x <= from.x;
  const width = 1 + 5 * (num(row.units) / most);
  const [x0, y0] = [from.x + BOX.w, from.y + BOX.h / 2];
  const [x1, y1] = [to.x - 7, to.y + BOX.h / 2];
  const bend = back ? 46 : Math.max(34, (x1 - x0) / 2);
  const d = back ? `M${from.x + BOX.w / 2},${from.y + BOX.h}C${from.x + BOX.w / 2},${from.y + BOX.h + bend} ${to.x + BOX.w / 2},${to.y + BOX.h + bend} ${to.x + BOX.w / 2},${to.y + BOX.h + 7}` : `M${x0},${y0}C${x0 + bend},${y0} ${x1 - bend},${y1} ${x1},${y1}`;
  const head = back ? `M${to.x + BOX.w / 2 - 4},${to.y + BOX.h + 8}h8l-4,-7z` : `M${x1},${y1 - 4}v8l7,-4z`;
  const ink = back ? "pain" : "accent";
  const marks: Mark[] = [{ kind: "path", d, stroke: ink, width: back ? Math.min(width, 2) : width, opacity: back ? 0.8 : 0.45, ...(back ? { dash: "4 3" } : {}) }, { kind: "path", d: head, fill: ink }];
  if (num(row.units) >= most * 0.15 && !back) marks.push({ kind: "text", x: (x0 + x1) / 2, y: (y0 + y1) / 2 - 5, text: number(num(row.units), 0), anchor: "middle", letter: "tiny", over: true });
  return { key: `${said(row.from)}>${said(row.to)}`, marks, spot: { title: `${said(row.from)} → ${said(row.to)}`, facts: tables.figures ? facts(tables.figures, row, ["kind", "from", "to"]) : [], row } };
}

function box(row: Row, { x, y }: { x: number; y: number }, tables: Parameters<ChartKind["lay"]>[0]): Part {
  const marks: Mark[] = [
    { kind: "box", x, y, ...BOX, ink: "panel", round: 7 },
    { kind: "box", x: x + 9, y: y + BOX.h - 6, w: Math.max(2, (BOX.w - 18) * num(row.share)), h: 3, ink: "accent", round: 1.5 },
    { kind: "text", x: x + 9, y: y + 15, text: cut(said(row.name), BOX.w - 18, "strong"), letter: "strong", ink: "ink" },
    { kind: "text", x: x + 9, y: y + 28, text: `${number(num(row.units), 0)} · ${percent(num(row.share))}`, letter: "tiny" },
  ];
  return { key: said(row.name), marks, spot: { title: said(row.name), facts: tables.nodes ? facts(tables.nodes, row, ["name"]) : [], row } };
}
