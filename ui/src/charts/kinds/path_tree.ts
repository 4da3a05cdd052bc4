import { number, percent } from "../../lib/format";
import { msg } from "../../lib/i18n";
import { cut, wide, type ChartKind, type Mark, type Part, type Picture } from "../picture";
import { has, num, numOr, rowsOf, said, type Row } from "../table";
import { facts } from "../words";

const LEAST_COLUMN = 128;
const HEIGHT = 440;
const LEAST_H = 13;

export default {
  name: "path_tree",
  label: msg("Path tree"),
  explain: msg("Which ways lead on from a step: each box is as high as the people who went that way; what is missing ended there. Thin ways are left out of the picture."),
  rank: 3,
  fits: (tables, table) => has(tables[table], "node", "parent", "depth", "label", "count"),
  lay: (tables, name, { width }): Picture => {
    const table = tables[name];
    const rows = rowsOf(table);
    const depths = rows.map((row) => num(row.depth));
    const [first, last] = [Math.min(0, ...depths), Math.max(0, ...depths)];
    const root = rows.find((row) => numOr(row.parent) === null);
    if (!table || !root) return { width, height: 0, parts: [] };
    const column = Math.max(LEAST_COLUMN, width / (last - first + 1));
    const children = new Map<number, Row[]>();
    for (const row of rows) if (row !== root) children.set(num(row.parent), [...(children.get(num(row.parent)) ?? []), row]);
    const scale = HEIGHT / Math.max(1, num(root.count));
    const parts: Part[] = [];
    const draw = (row: Row, y: number): void => {
      const h = num(row.count) * scale;
      if (h < 3) return;
      const x = (num(row.depth) - first) * column;
      const marks: Mark[] = [{ kind: "box", x: x + 1, y: y + 0.5, w: column - 3, h: h - 1, ink: "accent", opacity: row === root ? 0.3 : 0.1 + 0.16 * Math.min(1, num(row.share) * 2), round: 3 }];
      if (h >= LEAST_H) {
        const share = numOr(row.of_parent) === null ? number(num(row.count), 0) : percent(num(row.of_parent));
        const room = column - 18 - wide(share, "tiny");
        marks.push({ kind: "text", x: x + 7, y: y + Math.min(h / 2 + 4, 16), text: cut(said(row.label), room, "strong"), ink: "ink", letter: "strong" }, { kind: "text", x: x + column - 8, y: y + Math.min(h / 2 + 4, 16), text: share, anchor: "end", letter: "tiny", ink: "ink" });
      }
      parts.push({ key: said(row.node), marks, spot: { title: said(row.path), facts: facts(table, row, ["node", "parent", "depth", "label", "path"]), row } });
      const sides = [1, -1].map((side) => (children.get(num(row.node)) ?? []).filter((one) => (num(one.depth) - num(row.depth)) * side > 0));
      for (const side of sides) {
        let at = y;
        for (const child of side.sort((one, other) => num(other.count) - num(one.count))) {
          draw(child, at);
          at += num(child.count) * scale;
        }
      }
    };
    draw(root, 2);
    return { width: column * (last - first + 1), height: HEIGHT + 6, parts };
  },
} satisfies ChartKind;
