/** The sign of evidence, the same everywhere: dotted ring, ring, half disc, disc. */

import type { ReactNode } from "react";
import { t } from "../../lib/i18n";
import { LEVEL_NAMES } from "../model/telling";
import type { Level } from "../model/types";

export function Glyph({ level, label = true, stale = false }: { level: Level; label?: boolean; stale?: boolean }): ReactNode {
  const name = stale ? t("{level}, but nothing new for 90 days", { level: t(LEVEL_NAMES[level]) }) : t(LEVEL_NAMES[level]);
  const ink = stale ? "var(--warn)" : "var(--accent)"; // a clock instead of a disc: it was so
  return (
    <svg className="glyph" width="12" height="12" viewBox="0 0 12 12" {...(label ? { role: "img", "aria-label": name } : { "aria-hidden": true })}>
      {label && <title>{name}</title>}
      <circle cx="6" cy="6" r="4.5" fill={level === "measured" ? ink : "none"} stroke={level === "hypothesis" ? "var(--ink-2)" : ink} strokeWidth="1.3" strokeDasharray={level === "hypothesis" ? "1.6 1.6" : undefined} />
      {stale && <path d="M6 3.2V6l2 1.4" fill="none" stroke={level === "measured" ? "var(--bg)" : "var(--warn)"} strokeWidth="1.3" strokeLinecap="round" />}
      {level === "observed" && !stale && <path d="M6 1.5a4.5 4.5 0 0 0 0 9z" fill="var(--accent)" />}
    </svg>
  );
}

export function Legend(): ReactNode {
  return (
    <ul className="legend">
      {(Object.keys(LEVEL_NAMES) as Level[]).map((level) => <li key={level}><Glyph level={level} label={false} /> {t(LEVEL_NAMES[level])}</li>)}
    </ul>
  );
}
