/** Curves under the points of a lane: interval as a band, n under each point, the valley named. */

import { memo, type ReactNode } from "react";
import { figure, number } from "../../lib/format";
import { t } from "../../lib/i18n";
import { band, countsTop, CURVE_TOP, seriesOf, smooth, valley, type Point, type Series } from "../model/curve";
import type { Columns, RowLayout } from "../model/layout";
import type { Tree } from "../model/tree";
import { localised, type Edge } from "../model/types";
import { textWidth } from "../model/typeset";
import { curveColour } from "./FaceView";
import { DASHES } from "./LaneTitle";

export interface LayerProps {
  row: RowLayout;
  tree: Tree;
  edges: readonly Edge[];
  columns: Columns;
  title: number;
  first: number;
  last: number;
}

export const centre = (columns: Columns, at: number): number => (columns.lefts[at] ?? 0) + ((columns.widths[at] ?? 0) - 10) / 2;

export function Marker({ index, x, y, r, stroke }: { index: number; x: number; y: number; r: number; stroke: string }): ReactNode {
  const shared = { fill: "var(--bg)", stroke, strokeWidth: 2 };
  const points = [[], [[-r, -r], [r, -r], [r, r], [-r, r]], [[0, -r * 1.25], [r * 1.15, r * 0.85], [-r * 1.15, r * 0.85]], [[0, -r * 1.3], [r * 1.3, 0], [0, r * 1.3], [-r * 1.3, 0]], [[-r * 1.15, -r * 0.85], [r * 1.15, -r * 0.85], [0, r * 1.25]]][index % 5];
  return points?.length ? <polygon points={points.map(([dx = 0, dy = 0]) => `${x + dx},${y + dy}`).join(" ")} {...shared} /> : <circle cx={x} cy={y} r={r} {...shared} />;
}

interface Plot {
  y: (value: number) => number;
  x: (column: number) => number;
  right: number;
}

function Curve({ series, plot }: { series: Series; plot: Plot }): ReactNode {
  const sure = series.points.filter((one) => !one.card.props?.few);
  const at = (one: Point): readonly [number, number] => [plot.x(one.column), plot.y(one.value)];
  const stroke = curveColour(series.index);
  const banded = sure.length > 1 && sure.every((one) => one.card.value?.lo !== undefined && one.card.value.hi !== undefined);
  const ends = (end: "lo" | "hi"): (readonly [number, number])[] => sure.map((one) => [plot.x(one.column), plot.y(one.card.value?.[end] ?? one.value)]);
  const dash = series.planned ? "6 5" : DASHES[series.index];
  return (
    <>
      {banded && <path d={band(ends("hi"), ends("lo"))} fill={stroke} opacity="0.15" />}
      <path d={smooth(sure.map(at))} fill="none" stroke={stroke} strokeWidth="2.2" {...(dash ? { strokeDasharray: dash } : {})} />
    </>
  );
}

export const CurveLayer = memo(function CurveLayer({ row, tree, columns, title, first, last }: LayerProps): ReactNode {
  const scale = row.kind.scale ?? { low: -1, high: 1, height: 100, words: ["", "", ""] };
  const all = seriesOf(row.row, tree);
  const plot: Plot = {
    right: columns.right,
    x: (column) => centre(columns, column),
    y: (value) => CURVE_TOP + scale.height * (1 - Math.min(1, Math.max(0, (value - scale.low) / (scale.high - scale.low)))),
  };
  const near = (one: Point): boolean => one.column >= first - 1 && one.column <= last + 1;
  return (
    <svg className="layer" width={columns.right} height={row.height} style={{ left: title }} aria-hidden="true">
      {[0, 1, 2].map((line) => <line key={line} x1="0" x2={columns.right} y1={CURVE_TOP + (scale.height / 2) * line} y2={CURVE_TOP + (scale.height / 2) * line} stroke="var(--line)" strokeDasharray={line === 1 ? undefined : "2 4"} />)}
      {all.map((series) => <Curve key={`${series.persona}${series.planned}`} series={series} plot={plot} />)}
      {all.map((series, index) => <Points key={`${series.persona}${series.planned}`} series={series} plot={plot} shown={series.points.filter(near)} y={countsTop(scale.height, index)} tree={tree} locale={row.row.scene.locale} several={all.length > 1} />)}
    </svg>
  );
});

/** The name of the lowest point, moved inside where it would reach beyond the first or the last column. */
function Valley({ x, y, words, right }: { x: number; y: number; words: string; right: number }): ReactNode {
  const half = textWidth(words, "strong") / 2 + 8;
  return <text x={Math.max(half, Math.min(x, right - half))} y={y} className="valley">{words}</text>;
}

function Points({ series, plot, shown, y, tree, locale, several }: { series: Series; plot: Plot; shown: readonly Point[]; y: number; tree: Tree; locale: string; several: boolean }): ReactNode {
  const low = valley(series);
  const name = (one: Point): string => localised(one.card.text, locale) || localised(tree.leaves[one.column]?.title, locale);
  return (
    <>
      {shown.map((one) => {
        const few = Boolean(one.card.props?.few);
        const hurts = !few && (one.card.tone === "pain" || one === low);
        return (
          <g key={one.card.key}>
            <title>{[name(one), one.card.value ? figure(one.card.value) : ""].join(": ")}</title>
            <Marker index={series.index} x={plot.x(one.column)} y={plot.y(one.value)} r={hurts ? 5 : few ? 2.6 : 4.2} stroke={few ? "var(--ink-2)" : hurts ? "var(--pain)" : curveColour(series.index)} />
            <text x={plot.x(one.column)} y={y} className="count">{one.card.value?.n === undefined ? "–" : `n ${number(one.card.value.n, 0)}`}</text>
          </g>
        );
      })}
      {low && shown.includes(low) && (
        <Valley x={plot.x(low.column)} y={Math.min(plot.y(low.value) + 20, y - 13)} words={t("valley: {what}", { what: name(low) }) + (several && series.name ? ` (${series.name})` : "")} right={plot.right} />
      )}
    </>
  );
}
