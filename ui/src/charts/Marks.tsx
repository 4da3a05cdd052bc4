/** Marks of a picture as SVG. */

import type { ReactNode } from "react";
import type { Ink, Mark } from "./picture";

const colour = (ink: Ink | undefined): string => (ink ? `var(--${ink})` : "none");

export function MarkView({ mark }: { mark: Mark }): ReactNode {
  switch (mark.kind) {
    case "box":
      return <rect x={mark.x} y={mark.y} width={Math.max(0, mark.w)} height={Math.max(0, mark.h)} rx={mark.round ?? 0} fill={colour(mark.ink)} fillOpacity={mark.opacity ?? 1} {...(mark.dashed || mark.ink === "panel" ? { stroke: "var(--field)", strokeDasharray: mark.dashed ? "3 3" : undefined } : {})} />;
    case "path":
      return <path d={mark.d} fill={colour(mark.fill)} stroke={colour(mark.stroke)} strokeWidth={mark.width ?? 1} opacity={mark.opacity ?? 1} strokeDasharray={mark.dash || undefined} />;
    case "dot":
      return <circle cx={mark.x} cy={mark.y} r={mark.r} fill={mark.hollow ? "var(--bg)" : colour(mark.ink)} stroke={colour(mark.ink)} strokeWidth={1.6} />;
    case "text":
      return <text x={mark.x} y={mark.y} textAnchor={mark.anchor ?? "start"} className={`${mark.letter ?? "label"}${mark.over ? " over" : ""}`} fill={colour(mark.ink ?? "ink-2")}>{mark.text}</text>;
  }
}
