/** Behind a number: what it means, how sure it is, how it went, what it is made of, and who they are. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button, Choice } from "../../kit";
import { tell } from "../../kit/toasts";
import { day, figure, figureName, interval, number } from "../../lib/format";
import { t } from "../../lib/i18n";
import { heard } from "../../lib/heard";
import { go } from "../../lib/router";
import { exploreAddress } from "../../explore/address";
import { localised, type Card, type Column, type Figure } from "../model/types";
import type { View } from "../model/store";
import type { EditorState } from "../editor";
import { useEditor, useEditorState, useView } from "../view/use";
import { counted } from "../model/face";
import { How, HowCounted } from "./How";
import { People } from "./People";
import type { Pick } from "./overTime";
import { putOnMap } from "./putting";
import { Went } from "./Went";
import { WayBack } from "./WayBack";
import { numberNow } from "./PinnedNumber";
import { useFacts, useLive, useSource } from "./useLive";

interface Subject {
  title: string;
  column: Column | undefined;
  card: Card | undefined;
  /** How the server calls it, without the figure. */
  of: string;
  /** Names of the card's own numbers, which the server does not count by the column. */
  own: readonly string[];
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
  return { title, column, card, of: touchpoint ? `touchpoint:${touchpoint.key}` : `column:${column.key}`, own: touchpoint ? [] : Object.keys(own).filter((name) => !column.figures?.[name]), figures: Object.keys(own).length ? { ...own, ...(touchpoint ? {} : column.figures) } : (column.figures ?? {}) };
}

/** Return the way to a number in an answer: the card's own where it has one, else the column's. */
const pickOf = (column: string, card: string | undefined, name: string): Pick => (data) => {
  const own = card === undefined ? undefined : data.cards[card];
  return (name === "value" ? own?.value : own?.figures[name]) ?? data.columns[column]?.figures[name];
};

const COUNTED = ["reach", "events", "persons", "drop_off", "returns", "conversion", "conversion_goal", "value"];

export function Numbers({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { active, figure: wanted } = useEditorState();
  const { data } = useLive(id);
  const { guest } = useSource(id);
  const subject = subjectOf(view, active);
  const counts = subject?.card ? counted(subject.card) : "";
  const { facts } = useFacts(guest ? "" : id);
  const { data: now } = useQuery(numberNow(guest ? "" : counts, facts?.version ?? ""));
  if (!subject || !subject.column) return <p className="quiet">{t("Click a number of the map: the river, a point of a curve, a figure on a card.")}</p>;
  const names = Object.keys(subject.figures);
  const name = names.includes(wanted) ? wanted : (names.find((one) => one === "value" || one === "reach") ?? names[0] ?? "");
  const query = subject.card && name === "value" ? counted(subject.card) : "";
  const one = now?.figure && query && counts === query ? now.figure : subject.figures[name];
  if (!one) return <><h3>{subject.title}</h3><p className="quiet">{t("Nothing is measured here yet. Bind this step to events, and its numbers come by themselves.")}</p></>;
  const of = `${subject.of}:${name === "value" ? "reach" : name}`;
  const ours = data && !guest && !subject.own.includes(name);
  const figures = pickOf(subject.column.key, subject.card?.key, name);
  const following = view.tree.leaves[view.tree.leaves.findIndex((leaf) => leaf.key === subject.column?.key) + 1];
  const steps = [subject.column, following].flatMap((column) => firstName(view, column));
  const put = (column: Column): void => {
    const key = putOnMap(editor, column, name, one);
    const at = view.tree.leaves.findIndex((leaf) => leaf.key === column.key);
    requestAnimationFrame(() => editor.focus({ kind: "card", key, column: Math.max(0, at) }));
    tell(t("It is on the map, and follows the data."), t("Undo"), () => editor.session.undo.undo());
  };
  return (
    <>
      <h3>{subject.title}</h3>
      {names.length > 1 && <Choice label={t("Number")} value={name} onChange={(figure) => editor.set({ figure })} options={names.map((each) => [each, `${each === "value" ? t("value of the card") : figureName(each)}: ${figure(subject.figures[each] ?? one)}`])} />}
      <p className="big-number">{figure(one)} <span className="quiet small">{name === "value" ? "" : figureName(name)}</span></p>
      <Trust one={one} />
      {name === "drop_off" && data && one.numerator !== undefined && data.persons > 0 && <p className="small quiet">{t("These are {n} of 100 of everybody on the map: the red number under the river.", { n: number((100 * one.numerator) / data.persons, 0) })}</p>}
      {subject.card && !query && <WayBack card={subject.card} />}
      {ours && COUNTED.includes(name) && <People key={of} id={id} of={of} name={name} share={one.unit === "share"} />}
      <div className="row wrap">
        {ours && editor.writable && !subject.card?.props?.figure && <Button onPress={() => put(subject.column as Column)}>{t("Put it on the map")}</Button>}
        {!guest && steps.length === 2 && <Button onPress={() => go(exploreAddress({ analysis: "funnel", fields: { steps } }))}>{t("Open as a funnel in Explore")}</Button>}
      </div>
      {query && !guest && <HowCounted exploration={query} />}
      {ours && <How key={`how/${of}`} id={id} of={of} />}
      {data && !query && <Went key={`went/${of}`} id={id} column={subject.column.key} data={data} pick={figures} name={name} />}
      {subject.card && data?.cards[subject.card.key]?.stale && <p className="small" style={{ color: "var(--warn)" }}>{t("Stale: the newest fact behind this card is more than 90 days older than the data.")}</p>}
      {one.n !== undefined && one.n < 30 && <p className="small quiet">{t("Only {n}: too few to rely on.", { n: number(one.n, 0) })}</p>}
    </>
  );
}

/** What makes a number trustworthy: of how many, how sure, what it means, from where and when. */
function Trust({ one }: { one: Figure }): ReactNode {
  const { numerator, denominator, n } = one;
  const many = one.unit === "share" && numerator !== undefined && denominator !== undefined ? t("{n} of {of} people", { n: number(numerator, 0), of: number(denominator, 0) }) : n === undefined ? "" : t("n {n}", { n: number(n, 0) });
  const sure = interval(one);
  return (
    <>
      <p>{[many, sure && t("95% interval {range}", { range: sure })].filter(Boolean).join(" · ")}</p>
      {one.definition && <p className="small quiet">{heard(one.definition)}</p>}
      <p className="small quiet">{[one.as_of && t("as of {when}", { when: day(one.as_of) }), one.source && t("from {sources}", { sources: one.source })].filter(Boolean).join(" · ")}</p>
    </>
  );
}

/** Return an event that stands for a column: one its first touchpoint names. */
function firstName(view: View, column: Column | undefined): string[] {
  const touchpoint = view.touchpoints.find((one) => column?.matches?.includes(one.key));
  const [name] = touchpoint?.where?.name ?? [];
  return name ? [name] : [];
}
