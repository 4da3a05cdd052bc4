/** Arrows between cards, over the map. */

import { memo, useMemo, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import type { Layout } from "../model/layout";
import { arrowsOf, headOf } from "../model/links";
import { localised, type CardLink } from "../model/types";

interface LinkProps {
  links: readonly CardLink[];
  layout: Layout;
  locale: string;
  chosen: ReadonlySet<string>;
}

export const LinkLayer = memo(function LinkLayer({ links, layout, locale, chosen }: LinkProps): ReactNode {
  const arrows = useMemo(() => arrowsOf(links, layout), [links, layout]);
  if (arrows.length === 0) return null;
  return (
    <svg className="layer links" width={layout.columns.right} height={layout.height} style={{ left: layout.title }} aria-hidden="true">
      {arrows.map((arrow) => {
        const { from, to, kind = "triggers", label } = arrow.link;
        const words = localised(label, locale);
        return (
          <g key={`${from}/${to}`} className={`${kind} ${chosen.has(from) || chosen.has(to) ? "near" : ""}`}>
            <path d={arrow.path} className="line" />
            <path d={headOf(arrow)} className="tip" />
            {words && <text x={arrow.middle[0]} y={arrow.middle[1] - 5} className="word">{words}</text>}
          </g>
        );
      })}
    </svg>
  );
});

export const LINK_NAMES = (): Record<NonNullable<CardLink["kind"]>, string> => ({ triggers: t("leads to"), needs: t("needs"), handoff: t("hands over to") });
