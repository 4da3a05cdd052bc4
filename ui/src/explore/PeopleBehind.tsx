/** Who is behind a part of a chart, each with the way to their timeline; by permission, as many as there are. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { rowsOf } from "../charts/table";
import type { Spot } from "../charts/picture";
import { columnName, shown } from "../charts/words";
import { Button, Dialog, Fault, Progress, Segments } from "../kit";
import { ask } from "../lib/api/client";
import { ago, number } from "../lib/format";
import { t } from "../lib/i18n";
import { Link, useQueryState } from "../lib/router";
import { answered, type Asked } from "./asking";
import { behind, type Group } from "./behind";
import { saveList } from "./saving";
import type { Answer, Listed, People, Question } from "./types";

const STEP = 50;
const PIECE = 5000;

export const personAddress = (id: string, map = ""): string => `/explore/person?id=${encodeURIComponent(id)}${map ? `&map=${map}` : ""}`;

interface BehindProps {
  w: string;
  asked: Asked;
  question: Question;
  answer: Answer;
  table: string;
  spot: Spot;
  onClose: () => void;
}

export interface OnePerson {
  id: string;
  name: string;
  more: string;
}

interface Piece {
  n: number;
  people: readonly OnePerson[];
  next: number | null;
}

export function PeopleBehind({ w, asked, question, answer, table, spot, onClose }: BehindProps): ReactNode {
  const { groups, again } = behind(answer, table, spot.row, question.fields.some((one) => one.name === "people"));
  const [label, setLabel] = useQueryState("group");
  const group = groups.find((one) => one.label === label) ?? groups[0];
  const withheld = answer.withheld.includes("people");
  return (
    <Dialog title={spot.title} onClose={onClose} width={640}>
      <dl className="facts">{spot.facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}/value`}>{value}</dd>])}</dl>
      <h3>{t("People behind it")}</h3>
      {groups.length > 1 && <Segments label={t("Which people")} value={group?.label ?? ""} onChange={setLabel} options={groups.map((one) => [one.label, t(one.label)])} />}
      {withheld && <p className="quiet">{t("Who they are is shown to editors of the workspace only.")}</p>}
      {!group && !withheld && <p className="quiet">{t("What stands here is put together from many and does not say who they are.")}</p>}
      {group && !withheld && (again ? <AskedAgain w={w} asked={asked} group={group} /> : <List w={w} answer={answer.id} group={group} />)}
    </Dialog>
  );
}

/** The same question with its table of people, which answers leave out until somebody wants it. */
function AskedAgain({ w, asked, group }: { w: string; asked: Asked; group: Group }): ReactNode {
  const found = useQuery({ queryKey: ["with people", w, asked], queryFn: ({ signal }) => answered(w, { ...asked, fields: { ...asked.fields, people: true } }, signal, () => undefined), retry: false, staleTime: 60_000 });
  if (found.error) return <Fault error={found.error} />;
  return found.data ? <List w={w} answer={found.data.id} group={group} /> : <Progress label={t("Looking up who they are …")} />;
}

async function piece(w: string, answer: string, { part, who }: Group, after: number, limit: number): Promise<Piece> {
  if (who) {
    const found = await ask<People>("POST", `/workspaces/${w}/people`, { filters: { segment: who }, after, limit });
    return { ...found, people: found.people.map((one) => ({ id: one.id, name: one.name, more: [t("{n, plural, one {# event} other {# events}}", { n: one.events }), t("last {when}", { when: ago(one.last_at) })].join(" · ") })) };
  }
  const found = await ask<Listed>("POST", `/answers/${answer}/people`, { ...part, after, limit });
  const times = found.table.columns.filter((one) => one.type === "time").slice(0, 2);
  const more = (row: Record<string, unknown>): string => times.filter((one) => row[one.name]).map((one) => `${columnName(one.name.replace(/_at$/, ""))}: ${shown(found.table, one, row[one.name] as string)}`).join(" · ");
  return { n: found.n, next: found.next, people: rowsOf(found.table).map((row) => ({ id: String(row.person), name: "", more: more(row) })) };
}

function List({ w, answer, group }: { w: string; answer: string; group: Group }): ReactNode {
  const found = useInfiniteQuery({ queryKey: ["people of", w, group.who ? "" : answer, group], initialPageParam: 0, retry: false, queryFn: ({ pageParam }) => piece(w, answer, group, pageParam, STEP), getNextPageParam: (last) => last.next });
  const people = found.data?.pages.flatMap((one) => one.people) ?? [];
  const n = found.data?.pages[0]?.n ?? 0;
  const all = async (): Promise<OnePerson[]> => {
    const whole: OnePerson[] = [];
    for (let after: number | null = 0; after !== null;) {
      const next: Piece = await piece(w, answer, group, after, PIECE);
      whole.push(...next.people);
      after = next.next;
    }
    return whole;
  };
  if (found.error) return <Fault error={found.error} />;
  if (found.isPending) return <Progress label={t("Looking up who they are …")} />;
  if (!people.length) return <p className="quiet">{t("Nobody.")}</p>;
  return (
    <>
      <div className="row"><span className="grow">{t("{n, plural, one {# person} other {# people}}", { n })}</span><Button kind="bare" onPress={() => void all().then((list) => saveList(list))}>{t("Download the list")}</Button></div>
      {group.who && <p className="small quiet">{t("Whoever ever: {condition}. What lies between does not matter.", { condition: group.who })}</p>}
      <ul className="list people-behind">{people.map((one, at) => <li key={`${one.id}/${at}`}><Link to={personAddress(one.id)}>{one.name || one.id}</Link> <span className="small quiet">{one.more}</span></li>)}</ul>
      {found.hasNextPage && <Button kind="bare" onPress={() => void found.fetchNextPage()}>{t("Show more of {n} people", { n: number(n, 0) })}</Button>}
    </>
  );
}
