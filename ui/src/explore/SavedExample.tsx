/** A page of saved questions nobody has saved any on: what it will look like, and the one thing to do. */

import type { ReactNode } from "react";
import { t } from "../lib/i18n";
import { Link } from "../lib/router";

export function SavedExample(): ReactNode {
  const rows = [
    [t("Home page → Order: who gets through"), t("Funnel"), t("on a map")],
    [t("Orders per week and channel"), t("SQL console"), ""],
  ] as const;
  return (
    <div className="stack">
      <p className="quiet">{t("Nothing is saved yet. Ask a question, then press Save: it is kept with all its rules and answers over the data of the day.")}</p>
      <figure className="example">
        <figcaption className="small quiet">{t("This is what it looks like:")}</figcaption>
        <ul className="list saved" aria-hidden="true">{rows.map(([title, kind, place]) => <li key={title}><div className="row"><span>{title}</span><span className="grow" /><span className="small quiet">{[kind, place].filter(Boolean).join(" · ")}</span></div></li>)}</ul>
      </figure>
      <p><Link to="/explore" className="button primary">{t("Ask the first question")}</Link></p>
    </div>
  );
}
