/** The river: its height is the share of people; below it who leaves, above it who goes back. */

import { memo, type ReactNode } from "react";
import { inWords, number, percent } from "../../lib/format";
import { t } from "../../lib/i18n";
import { smooth } from "../model/curve";
import { depth, floorOf, loopsOf, reachOf, type Loop, type Reach } from "../model/river";
import type { RowLayout } from "../model/layout";
import type { Tree } from "../model/tree";
import { localised } from "../model/types";
import { centre, type LayerProps } from "./CurveLayer";

const RISE = 14;

export const RiverLayer = memo(function RiverLayer({ row, tree, edges, columns, title, first, last }: LayerProps): ReactNode {
  const reach = reachOf(row.row, tree);
  const loops = loopsOf(edges, tree, reach);
  const floor = floorOf(reach, loops);
  if (!reach.some(Boolean) && loops.length === 0) return <div className="teach" style={{ left: title + 6 }}>{t("Measured from your events: connect exports and this river fills by itself.")}</div>;
  const x = (at: number): number => centre(columns, at);
  const shown = reach.map((one, at) => ({ one, at })).filter(({ one, at }) => one && at >= first - 1 && at <= last + 1);
  return (
    <svg className="layer" width={columns.right} height={row.height} style={{ left: title }} aria-hidden="true">
      {runs(reach).map(([start, end]) => {
        const left = columns.lefts[start] ?? 0;
        const right = (columns.lefts[end] ?? 0) + (columns.widths[end] ?? 0) - 10;
        const inner = Array.from({ length: end - start + 1 }, (_, at): readonly [number, number] => [x(start + at), floor - depth(reach[start + at])]);
        const surface = smooth([[left, inner[0]?.[1] ?? floor], ...inner, [right, inner.at(-1)?.[1] ?? floor]]);
        return (
          <g key={start}>
            <path d={`${surface}L${right},${floor}L${left},${floor}Z`} fill="var(--accent-soft)" />
            <path d={surface} fill="none" stroke="var(--accent)" strokeWidth="1.6" />
          </g>
        );
      })}
      {shown.map(({ one, at }) => one && (
        <g key={at}>
          <text x={x(at)} y={floor - depth(one) - 7} className="share">{percent(one.figure.value)}<title>{inWords(one.figure)}</title></text>
          {one.lost > 0 && <text x={x(at)} y={floor + 16} className="loss">{t("{n} pts", { n: `−${number(100 * one.lost, one.lost >= 0.1 ? 0 : 1)}` })}</text>}
        </g>
      ))}
      {loops.map((loop) => <Arc key={`${loop.edge.from}/${loop.edge.to}`} loop={loop} locale={row.row.scene.locale} x0={x(loop.from)} x1={x(loop.to)} y={floor - loop.base} />)}
    </svg>
  );
});

function Arc({ loop, locale, x0, x1, y }: { loop: Loop; locale: string; x0: number; x1: number; y: number }): ReactNode {
  const middle = (x0 + x1) / 2;
  const ink = loop.edge.unplanned ? "var(--second)" : "var(--pain)";
  return (
    <g stroke={ink} fill="none" strokeWidth="1.5" strokeDasharray={loop.edge.unplanned ? "5 3" : undefined}>
      <path d={`M${x0},${y}C${x0},${y - RISE * 1.3} ${x1},${y - RISE * 1.3} ${x1},${y}`} />
      <path d={`M${x1},${y + 4}l-4,-7h8z`} fill={ink} stroke="none" />
      <text x={middle} y={y - RISE - 4} className="loss" style={{ fill: ink }} strokeDasharray="none">{loop.edge.unplanned ? t("{share} skip ahead", { share: percent(loop.share) }) : loop.share ? t("{share} go back", { share: percent(loop.share) }) : localised(loop.edge.condition, locale) || t("back")}</text>
    </g>
  );
}

function runs(reach: readonly (Reach | null)[]): [number, number][] {
  const found: [number, number][] = [];
  reach.forEach((one, at) => {
    const open = found.at(-1);
    if (one && open && open[1] === at - 1) open[1] = at;
    else if (one) found.push([at, at]);
  });
  return found;
}

/** Return what the river says at a step, for those who do not see it. */
export function riverWords(row: RowLayout, tree: Tree, at: number): string {
  const one = row.kind.shape === "river" ? reachOf(row.row, tree)[at] : null;
  return one ? [percent(one.figure.value), one.lost ? t("{share} leave here", { share: percent(one.lost) }) : ""].filter(Boolean).join(", ") : "";
}
