/** How many real people a persona is about: counted over the workspace's own events, with its interval. */

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, type ReactNode } from "react";
import { Fault } from "../kit";
import { number, percent } from "../lib/format";
import { t } from "../lib/i18n";
import { segmentSize } from "../library/queries";

interface Size {
  low?: number | null;
  high?: number | null;
  share?: number | null;
}

/** Say whether the share moved by more than both intervals allow. */
function drifted(now: Size, before: Size): string {
  if ((now.low ?? 0) > (before.high ?? 1)) return t("The group grows.");
  return (now.high ?? 1) < (before.low ?? 0) ? t("The group shrinks.") : t("No more change than chance makes.");
}

export function SegmentSize({ workspace, who, short = false }: { workspace: string; who: string; short?: boolean }): ReactNode {
  const asked = useDeferredValue(who);
  const found = useQuery(segmentSize(workspace, asked));
  const one = found.data?.now;
  const before = found.data?.before;
  if (!asked.trim()) return short ? null : <p className="hint">{t("Say by what they did or are, for instance: did Order at least 2 times within 30 d and trait plan = pro. The number follows the data.")}</p>;
  if (found.error) return short ? <span className="quiet small">{t("rule not understood")}</span> : <Fault error={found.error} />;
  if (!one) return <span className="quiet small" aria-busy="true">{t("counting …")}</span>;
  if (one.of === 0) return <span className="quiet small">{t("No events in this workspace yet.")}</span>;
  if (short) return <span>{t("{n} people", { n: number(one.persons, 0) })}</span>;
  return (
    <div role="status">
      <p><strong className="t-number">{number(one.persons, 0)}</strong> {t("of {n} people", { n: number(one.of, 0) })} · {percent(one.share ?? 0)} <span className="quiet">({percent(one.low ?? 0)} – {percent(one.high ?? 0)})</span></p>
      {before && found.data && <p className="small quiet">{t("{days} days before the newest event: {n} of {total}, {share}", { days: found.data.days, n: number(before.persons, 0), total: number(before.of, 0), share: percent(before.share ?? 0) })}. {drifted(one, before)}</p>}
    </div>
  );
}
