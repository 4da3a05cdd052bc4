/** A small picture on a card: its shape, its first and last label, and the number that says most. */

import type { ReactNode } from "react";
import { figure } from "../lib/format";
import { t } from "../lib/i18n";
import type { Mini } from "./small";

const HIGH = 46;

export function MiniView({ mini: { shape, unit, points } }: { mini: Mini }): ReactNode {
  const values = points.map(([, value]) => value);
  const most = Math.max(...values, 0) || 1;
  const least = Math.min(...values, 0);
  const span = most - least || 1;
  const say = (value: number): string => figure({ value, unit: unit === "share" ? "share" : unit === "seconds" ? "seconds" : "count" });
  const [first, last] = [points[0], points.at(-1)];
  const words = points.slice(0, 12).map(([label, value]) => `${label} ${say(value)}`).join(", ");
  const y = (value: number): number => HIGH - 2 - ((value - least) / span) * (HIGH - 4);
  const path = values.map((value, at) => `${at ? "L" : "M"}${((at / (values.length - 1)) * 100).toFixed(2)},${y(value).toFixed(2)}`).join("");
  return (
    <span className="mini" role="img" aria-label={t("Small chart: {points}", { points: words })} title={words}>
      {shape === "line" ? (
        <svg viewBox={`0 0 100 ${HIGH}`} preserveAspectRatio="none" height={HIGH} aria-hidden="true">
          <path d={`${path}L100,${HIGH}L0,${HIGH}Z`} fill="var(--accent-soft)" />
          <path d={path} fill="none" stroke="var(--accent)" strokeWidth="1.8" vectorEffect="non-scaling-stroke" />
        </svg>
      ) : (
        <span className="mini-bars" style={{ height: HIGH }} aria-hidden="true">{values.map((value, at) => <i key={at} style={{ height: Math.max(2, ((value - least) / span) * HIGH) }} />)}</span>
      )}
      <span className="mini-ends t-tiny" aria-hidden="true"><span>{first && `${first[0]} ${say(first[1])}`}</span><span>{last && `${last[0]} ${say(last[1])}`}</span></span>
    </span>
  );
}
