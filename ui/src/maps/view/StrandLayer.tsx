/** Branches, short cuts and ways back between steps, drawn under their titles. */

import type { ReactNode } from "react";
import { percent } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { Columns } from "../model/layout";
import { STRAND_H, type Strand } from "../model/strands";
import { localised } from "../model/types";
import { centre } from "./CurveLayer";

const BEND = 6;

export function StrandLayer({ strands, columns, title, top, height, locale }: { strands: readonly Strand[]; columns: Columns; title: number; top: number; height: number; locale: string }): ReactNode {
  const names: Record<string, string> = { loop: t("back"), branch: t("or"), skip: t("skips") };
  // Between two columns: over a column stand the ends of other moves.
  const between = (one: Strand): number => [0, 1].reduce((sum, step) => sum + centre(columns, Math.floor((one.from + one.to) / 2) + step) / 2, 0);
  const words = (one: Strand): string => localised(one.edge.condition, locale) || (one.edge.figures?.share ? t("{share} go back", { share: percent(one.edge.figures.share.value) }) : "") || names[one.edge.kind ?? ""] || "";
  return (
    <svg className="layer strands" width={columns.right} height={height} style={{ left: title, top }} aria-hidden="true">
      {strands.map((one) => {
        const [x0, x1] = [centre(columns, one.from) + 8, centre(columns, one.to) - 8];
        const [way, y] = [x1 > x0 ? 1 : -1, 14 + one.level * STRAND_H];
        return (
          <g key={`${one.edge.from}/${one.edge.to}/${one.edge.kind}`} className={one.edge.kind}>
            <path className="line" d={`M${x0},0V${y - BEND}Q${x0},${y} ${x0 + way * BEND},${y}H${x1 - way * BEND}Q${x1},${y} ${x1},${y - BEND}V6`} />
            <path className="tip" d={`M${x1},0l-4,7h8z`} />
            <text x={between(one)} y={y - 4} className="word">{words(one)}</text>
          </g>
        );
      })}
    </svg>
  );
}
