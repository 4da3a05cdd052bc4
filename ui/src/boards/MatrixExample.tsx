/** An opportunity matrix nobody has filled yet: what it will look like, and the one thing to do. */

import type { ReactNode } from "react";
import { t } from "../lib/i18n";
import { Link } from "../lib/router";

const GHOSTS = (): readonly (readonly [string, number, number, string])[] => [
  [t("Show the delivery price on the product page"), 10, 16, "opportunity"],
  [t("Pay without an account"), 64, 24, "solution"],
  [t("Another font in the newsletter"), 12, 64, "solution"],
];

/** Made-up things on the plane, for the eye alone. */
export function Ghosts(): ReactNode {
  return <div className="ghosts" aria-hidden="true">{GHOSTS().map(([name, x, y, tone]) => <span key={name} className="ghost" style={{ left: `${x}%`, top: `${y}%` }}><i className={`dot key ${tone}`} />{name}</span>)}</div>;
}

export function Begin({ writable }: { writable: boolean }): ReactNode {
  return (
    <div className="example stack">
      <p>{t("What you see is an example. Opportunities and solutions of your library stand here by their impact and effort: what is high and on the left comes first.")}</p>
      {writable && <p><Link to="/library/opportunity" className="button primary">{t("Add the first opportunity")}</Link></p>}
    </div>
  );
}
