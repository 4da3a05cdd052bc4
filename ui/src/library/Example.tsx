/** One made-up item of a kind: an empty list shows what it will look like filled. */

import type { ReactNode } from "react";
import type { ItemKind } from "../lib/api/contract";
import { number } from "../lib/format";
import { t } from "../lib/i18n";
import { itemStatus, scoreName } from "./kinds";

const TITLES: Record<string, () => string> = {
  insight: () => t("The delivery price appears only at checkout"),
  opportunity: () => t("How might we show the delivery price on the product page?"),
  solution: () => t("Delivery price beside the price, tried with half of the visitors"),
  touchpoint: () => t("Choice of delivery"),
  channel: () => t("Help desk by phone"),
  stakeholder: () => t("Head of logistics"),
};
const MARKS = [8, 3, 7];

export function Example({ kind, about }: { kind: string; about: ItemKind | undefined }): ReactNode {
  const title = TITLES[kind]?.();
  if (!title || !about) return null;
  const status = about.statuses[about.statuses.length > 2 ? 1 : 0]; // of two, the second is the end of it
  return (
    <figure className="example">
      <figcaption className="small quiet">{t("This is what one looks like:")}</figcaption>
      <p className="example-item">
        <strong>{title}</strong>
        <span className="row wrap small quiet">{status && <span className="badge plain">{itemStatus(status)}</span>}{about.scores.map((score, at) => <span key={score}>{scoreName(score)} {number(MARKS[at % MARKS.length] ?? 5, 0)}</span>)}</span>
      </p>
    </figure>
  );
}
