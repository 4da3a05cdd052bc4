/** Numbers with what makes them trustworthy. */

import type { ReactNode } from "react";
import { day, figure, figureName, interval, number } from "../../lib/format";
import { heard } from "../../lib/heard";
import { t } from "../../lib/i18n";
import type { Figure } from "../model/types";

/** A number on one line: value, what it is, its interval; how it was computed, and from what, is behind it. */
export function FigureFacts({ name, one }: { name: string; one: Figure }): ReactNode {
  const sure = [interval(one) && `(${interval(one)})`, one.n === undefined || one.n === one.value ? "" : `n ${number(one.n, 0)}`].filter(Boolean).join(" · ");
  const facts: [string, string][] = [
    [t("95% interval"), interval(one)],
    ["n", one.n === undefined ? "" : number(one.n, 0)],
    [t("How computed"), heard(one.definition ?? "")],
    [t("Source"), one.source ?? ""],
    [t("As of"), day(one.as_of)],
  ];
  const told = facts.filter(([, value]) => value);
  const line = <><strong>{figure(one)}</strong> {figureName(name)} {sure && <span className="quiet small">{sure}</span>}</>;
  if (!told.length) return <p className="figure-facts">{line}</p>;
  return (
    <details className="figure-facts">
      <summary>{line}</summary>
      <dl className="facts">{told.map(([label, value]) => [<dt key={label}>{label}</dt>, <dd key={`${label}/value`}>{value}</dd>])}</dl>
    </details>
  );
}
