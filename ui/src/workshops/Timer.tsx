/** Counts down by the second; the server says how long is left, so that clocks need not agree. */

import { useEffect, useState, type ReactNode } from "react";
import { t } from "../lib/i18n";
import { clock } from "./phases";

export function Timer({ left, told }: { left: number | null | undefined; told: number }): ReactNode {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(ticking);
  }, []);
  if (left === null || left === undefined) return null;
  const rest = Math.max(0, left - Math.max(0, now - told) / 1000);
  return <span className={`timer ${rest <= 10 ? "soon" : ""}`} role="timer" aria-label={t("Time left")}>{rest === 0 ? t("Time is up") : clock(Math.ceil(rest))}</span>;
}
