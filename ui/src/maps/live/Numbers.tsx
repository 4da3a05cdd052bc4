/** Behind a number: what it means, how sure it is, how it went, what it is made of, and who they are. */

import { useState, type ReactNode } from "react";
import { Button, Choice } from "../../kit";
import { figure, figureName, number } from "../../lib/format";
import { t } from "../../lib/i18n";
import { go } from "../../lib/router";
import { exploreAddress } from "../../explore/address";
import { FigureFacts } from "../panels/Figures";
import { localised, type Card, type Column, type Figure } from "../model/types";
import type { View } from "../model/store";
import type { EditorState } from "../editor";
import { useEditorState, useView } from "../view/use";
import { How } from "./How";
import { People } from "./People";
import { Breakdown, Trend } from "./Trend";
import { useLive } from "./useLive";

interface Subject {
  title: string;
  column: Column | undefined;
  card: Card | undefined;
  /** How the server calls it, without the figure. */
  of: string;
  figures: Readonly<Record<string, Figure>>;
}

function subjectOf(view: View, active: EditorState["active"]): Subject | null {
  const { locale } = view.scene;
  const key = active?.kind === "column" ? active.key : active && active.kind !== "lane" ? (view.tree.leaves[active.column]?.key ?? "") : "";
  const card = active?.kind === "card" ? view.cards.get(active.key) : undefined;
  const column = view.tree.index.get(card?.at ?? key);
  if (!column) return null;
  const own = { ...(card?.value ? { value: card.value } : {}), ...card?.figures };
  const lane = view.lanes.find((one) => one.key === card?.lane);
  const touchpoint = lane?.type === "touchpoint" ? view.touchpoints.find((one) => `touchpoint-${one.key}` === card?.key || localised(one.title, locale) === localised(card?.text, locale)) : undefined;
  const title = card ? localised(card.text, locale) || localised(column.title, locale) : localised(column.title, locale);
  return { title, column, card, of: touchpoint ? `touchpoint:${touchpoint.key}` : `column:${column.key}`, figures: Object.keys(own).length ? { ...own, ...(touchpoint ? {} : column.figures) } : (column.figures ?? {}) };
}

const COUNTED = ["reach", "events", "persons", "drop_off", "returns", "conversion", "conversion_goal", "value"];

export function Numbers({ id }: { id: string }): ReactNode {
  const view = useView();
  const { active } = useEditorState();
  const { data } = useLive(id);
  const [wanted, setWanted] = useState("");
  const subject = subjectOf(view, active);
  if (!subject || !subject.column) return <p className="quiet">{t("Click a number of the map: the river, a point of a curve, a figure on a card.")}</p>;
  const names = Object.keys(subject.figures);
  const name = names.includes(wanted) ? wanted : (names.find((one) => one === "value" || one === "reach") ?? names[0] ?? "");
  const one = subject.figures[name];
  if (!one) return <><h3>{subject.title}</h3><p className="quiet">{t("Nothing is measured here yet. Bind this step to events, and its numbers come by themselves.")}</p></>;
  const of = `${subject.of}:${name === "value" ? "reach" : name}`;
  const live = data?.columns[subject.column.key];
  const following = view.tree.leaves[view.tree.leaves.findIndex((leaf) => leaf.key === subject.column?.key) + 1];
  const steps = [subject.column, following].flatMap((column) => firstName(view, column));
  return (
    <>
      <h3>{subject.title}</h3>
      {names.length > 1 && <Choice label={t("Number")} value={name} onChange={setWanted} options={names.map((each) => [each, `${each === "value" ? t("value of the card") : figureName(each)}: ${figure(subject.figures[each] ?? one)}`])} />}
      <p className="big-number">{figure(one)} <span className="quiet small">{name === "value" ? "" : figureName(name)}</span></p>
      <FigureFacts name={name} one={one} />
      {data && COUNTED.includes(name) && <People key={of} id={id} of={of} share={one.unit === "share"} />}
      {data && <How key={`how/${of}`} id={id} of={of} />}
      {steps.length === 2 && <p><Button onPress={() => go(exploreAddress({ analysis: "funnel", fields: { steps } }))}>{t("Open as a funnel in Explore")}</Button></p>}
      {live && data && (
        <>
          <h3>{t("Events over time")}</h3>
          <Trend periods={data.periods} values={live.trend} />
          <h3>{t("By channel")}</h3>
          <Breakdown parts={live.channels} />
        </>
      )}
      {subject.card && data?.cards[subject.card.key]?.stale && <p className="small" style={{ color: "var(--warn)" }}>{t("Stale: the newest fact behind this card is more than 90 days older than the data.")}</p>}
      {one.n !== undefined && one.n < 30 && <p className="small quiet">{t("Only {n}: too few to rely on.", { n: number(one.n, 0) })}</p>}
    </>
  );
}

/** Return an event that stands for a column: one its first touchpoint names. */
function firstName(view: View, column: Column | undefined): string[] {
  const touchpoint = view.touchpoints.find((one) => column?.matches?.includes(one.key));
  const [name] = touchpoint?.where?.name ?? [];
  return name ? [name] : [];
}
