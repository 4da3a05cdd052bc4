/** Numbers with what makes them trustworthy. */

import type { ReactNode } from "react";
import { day, figure, figureName, interval, number } from "../../lib/format";
import { heard } from "../../lib/heard";
import { t } from "../../lib/i18n";
import type { Figure } from "../model/types";

export function FigureFacts({ name, one }: { name: string; one: Figure }): ReactNode {
  const facts: [string, string][] = [
    [figureName(name), figure(one)],
    [t("95% interval"), interval(one)],
    ["n", one.n === undefined ? "" : number(one.n, 0)],
    [t("How computed"), heard(one.definition ?? "")],
    [t("Source"), one.source ?? ""],
    [t("As of"), day(one.as_of)],
  ];
  return (
    <dl className="facts">
      {facts.filter(([, value]) => value).map(([label, value]) => [<dt key={label}>{label}</dt>, <dd key={`${label}/value`}>{value}</dd>])}
    </dl>
  );
}
