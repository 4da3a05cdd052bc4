/** The questions there are, by what somebody wants to know. */

import type { ReactNode } from "react";
import { msg, t } from "../lib/i18n";
import { Link } from "../lib/router";
import type { Question } from "./types";

const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  [msg("Where do people go and where do they leave?"), ["funnel", "sankey", "path_tree", "directly_follows", "variants", "conformance"]],
  [msg("Do they come back?"), ["retention", "lifecycle", "stickiness", "frequency", "sessions"]],
  [msg("How well, how fast, how much?"), ["metric", "time_between", "attribution"]],
  [msg("What changed and why?"), ["drift", "drivers", "precursors"]],
  [msg("Who is like whom?"), ["clusters", "similar", "timeline"]],
];

export function Start({ questions }: { questions: readonly Question[] }): ReactNode {
  const grouped = new Set(GROUPS.flatMap(([, names]) => names));
  const others = questions.filter((one) => !grouped.has(one.name)).map((one) => one.name);
  const groups = others.length ? [...GROUPS, [msg("Others"), others] as const] : GROUPS;
  return (
    <div className="start">
      {groups.map(([title, names]) => {
        const there = names.flatMap((name) => questions.find((one) => one.name === name) ?? []);
        return there.length > 0 && (
          <section key={title}>
            <h2>{t(title)}</h2>
            <ul className="ways">{there.map((one) => <li key={one.name}><Link to={`/explore/${one.name}`} className="way"><strong>{one.title}</strong><span className="quiet small">{one.about}</span></Link></li>)}</ul>
          </section>
        );
      })}
    </div>
  );
}
