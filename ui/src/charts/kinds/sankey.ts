import { number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { cut, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { has, num, rowsOf, said, type Row, type Tables } from "../table";
import { facts } from "../words";

const NODE = 12;
const LEAST_COLUMN = 136;
const HEIGHT = 380;
const GAP = 7;

interface Node {
  row: Row | null;
  key: string;
  label: string;
  step: number;
  count: number;
  x: number;
  y: number;
  h: number;
  out: number;
  in: number;
}

/** Return the nodes of each step, the small ones put together, each with its place. */
export function place(tables: Tables, width: number, most: number): { nodes: Map<string, Node>; all: Node[]; width: number } {
  const steps = new Map<number, Row[]>();
  for (const row of rowsOf(tables.nodes)) steps.set(num(row.step), [...(steps.get(num(row.step)) ?? []), row]);
  const columns = [...steps.entries()].sort(([one], [other]) => one - other);
  const wide = Math.max(width, columns.length * LEAST_COLUMN);
  const every = wide / Math.max(1, columns.length);
  const totals = columns.map(([, rows]) => rows.reduce((sum, row) => sum + num(row.count), 0));
  const scale = (HEIGHT - most * GAP) / Math.max(1, ...totals);
  const nodes = new Map<string, Node>();
  const all: Node[] = [];
  columns.forEach(([step, rows], at) => {
    const sorted = [...rows].sort((one, other) => num(other.count) - num(one.count));
    const [big, small] = [sorted.slice(0, most), sorted.slice(most)];
    const rest = small.reduce((sum, row) => sum + num(row.count), 0);
    let y = 22;
    const put = (row: Row | null, label: string, count: number): Node => {
      const node: Node = { row, key: row ? said(row.key) : `${step}_…`, label, step, count, x: at * every, y, h: Math.max(2, count * scale), out: 0, in: 0 };
      y += node.h + GAP;
      all.push(node);
      return node;
    };
    for (const row of big) nodes.set(said(row.key), put(row, said(row.label), num(row.count)));
    if (!small.length) return;
    const other = put(null, t("{n, plural, one {# other} other {# others}}", { n: small.length }), rest);
    for (const row of small) nodes.set(said(row.key), other);
  });
  return { nodes, all, width: wide };
}

export default {
  name: "sankey",
  label: msg("Flow by position"),
  explain: msg("What people do first, second, third. The width is how many go that way. Moves by position say nothing about what caused the next one."),
  rank: 2,
  detailed: true,
  fits: (tables, table) => table === "figures" && has(tables.figures, "step", "from", "to", "count") && has(tables.nodes, "key", "label", "step"),
  lay: (tables, _name, { width, detail }): Picture => {
    const { nodes, all, width: wide } = place(tables, width, Math.round(4 + detail * 14));
    const table = tables.figures;
    if (!table || !all.length) return { width, height: 0, parts: [] };
    const links = new Map<string, { from: Node; to: Node; count: number; row: Row | null }>();
    for (const row of rowsOf(table)) {
      const [from, to] = [nodes.get(said(row.from)), nodes.get(said(row.to))];
      if (!from || !to) continue;
      const key = `${from.key}>${to.key}`;
      const known = links.get(key);
      links.set(key, { from, to, count: (known?.count ?? 0) + num(row.count), row: known ? null : row });
    }
    const flows = [...links.values()].sort((one, other) => one.from.y - other.from.y || one.to.y - other.to.y);
    const ribbons = flows.map(({ from, to, count, row }): Part => {
      const [a, b] = [(from.h * count) / Math.max(1, from.count), (to.h * count) / Math.max(1, to.count)];
      const d = ribbon(from.x + NODE, from.y + from.out, to.x, to.y + to.in, a, b);
      from.out += a;
      to.in += b;
      const told = row ? facts(table, row, ["step", "from", "to"]) : [[t("times"), number(count, 0)] as const];
      return { key: `${from.key}>${to.key}`, marks: [{ kind: "path", d, fill: "accent", opacity: 0.18 }], spot: { title: `${from.label} → ${to.label}`, facts: told, ...(row ? { row } : {}) } };
    });
    const every = all[1] ? wide / new Set(all.map((one) => one.step)).size : wide;
    const boxes = all.map((node): Part => ({ key: node.key, marks: nodeMarks(node, every), spot: { title: node.label, facts: node.row && tables.nodes ? facts(tables.nodes, node.row, ["key", "label"]) : [[t("times"), number(node.count, 0)]], ...(node.row ? { row: node.row } : {}) } }));
    return { width: wide, height: Math.max(...all.map((one) => one.y + one.h)) + 8, parts: [...ribbons, ...boxes] };
  },
} satisfies ChartKind;

function nodeMarks(node: Node, every: number): Mark[] {
  const left = num(node.row?.left);
  const marks: Mark[] = [{ kind: "box", x: node.x, y: node.y, w: NODE, h: node.h, ink: "accent", round: 2 }];
  if (left > 0) marks.push({ kind: "box", x: node.x, y: node.y + node.h * (1 - left / node.count), w: NODE, h: (node.h * left) / node.count, ink: "pain", round: 2 });
  if (node.h >= 11) marks.push({ kind: "text", x: node.x + NODE + 5, y: node.y + Math.min(node.h / 2 + 4, node.h - 1), text: cut(node.label, every - NODE - 14, "strong"), ink: "ink", letter: "strong", over: true });
  if (node.h >= 26) marks.push({ kind: "text", x: node.x + NODE + 5, y: node.y + node.h / 2 + 18, text: number(node.count, 0) + (left > node.count * 0.05 ? ` · ${t("{share} leave", { share: percent(left / node.count) })}` : ""), letter: "tiny", over: true });
  return marks;
}

function ribbon(x0: number, y0: number, x1: number, y1: number, a: number, b: number): string {
  const half = (x0 + x1) / 2;
  return `M${x0},${y0}C${half},${y0} ${half},${y1} ${x1},${y1}V${y1 + b}C${half},${y1 + b} ${half},${y0 + a} ${x0},${y0 + a}Z`;
}
