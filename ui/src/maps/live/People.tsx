/** The people behind a number of the map, by permission, and the way to each one's journey. */

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { personAddress } from "../../explore/PeopleBehind";
import type { Apart, People as Piece } from "../../explore/types";
import { Button, Fault, Segments } from "../../kit";
import { ask, Problem } from "../../lib/api/client";
import { ago, number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { Link, useQueryState } from "../../lib/router";
import { filterBody, filterQuery, useLook } from "./state";

/** What the two groups of a share are, where there are better words than who is counted. */
const GROUPS: Record<string, readonly [string, string]> = {
  drop_off: [msg("left here"), msg("went on")], conversion: [msg("went on"), msg("did not")], conversion_goal: [msg("reached the goal"), msg("did not")], returns: [msg("came back"), msg("did not")], reach: [msg("came here"), msg("never came")],
};

export function People({ id, of, name, share }: { id: string; of: string; name: string; share: boolean }): ReactNode {
  const [which, setWhich] = useQueryState("list");
  const [seen, setSeen] = useQueryState("seen");
  const open = which !== "";
  const [look] = useLook();
  const filters = filterQuery(look);
  const found = useInfiniteQuery({
    queryKey: ["behind", id, of, which, filters], enabled: open, initialPageParam: 0, retry: false,
    queryFn: ({ pageParam }) => ask<Piece>("POST", `/maps/${id}/people`, { of, which, after: pageParam, limit: 50, filters: filterBody(look) }),
    getNextPageParam: (last) => last.next,
  });
  const [counted, others] = GROUPS[name] ?? [msg("counted"), msg("the others")];
  if (!open) return <p><Button kind="primary" onPress={() => setWhich("counted")}>{t("Who is behind it?")}</Button></p>;
  if (found.error instanceof Problem && found.error.status === 403) return <p className="quiet">{t("Who they are is shown to editors of the workspace only.")}</p>;
  const people = found.data?.pages.flatMap((piece) => piece.people) ?? [];
  return (
    <section className="stack" aria-label={t("People behind it")} aria-busy={found.isPending}>
      <h3>{t("People behind it")}{found.data && <span className="quiet"> {number(found.data.pages[0]?.n ?? 0, 0)}</span>}</h3>
      {share && <Segments label={t("Which people")} value={which} onChange={setWhich} options={[["counted", t(counted)], ["others", t(others)]]} />}
      <Fault error={found.error} />
      <Differences apart={found.data?.pages[0]?.apart ?? []} counted={t(counted)} others={t(others)} />
      <ul className="list">
        {people.map((one) => (
          <li key={one.id} {...(seen === one.id ? { className: "seen", ref: (item: HTMLLIElement | null) => item?.scrollIntoView({ block: "nearest" }) } : {})}><Link to={personAddress(one.id, id)} onClickCapture={() => setSeen(one.id)}>{one.name || one.id}</Link><span className="small quiet">{[t("{n, plural, one {# event} other {# events}}", { n: one.events ?? 0 }), one.last_at ? t("last {when}", { when: ago(one.last_at) }) : ""].filter(Boolean).join(" · ")}</span></li>
        ))}
      </ul>
      {found.hasNextPage && <Button kind="bare" onPress={() => void found.fetchNextPage()}>{t("More")}</Button>}
    </section>
  );
}

/** What sets the two groups apart: how they came, and what is known of them. */
function Differences({ apart, counted, others }: { apart: readonly Apart[]; counted: string; others: string }): ReactNode {
  if (!apart.length) return null;
  return (
    <div className="apart">
      <p className="small quiet">{t("What sets them apart, beyond chance:")}</p>
      <table className="small">
        <thead><tr><th scope="col"><span className="unseen">{t("Trait")}</span></th><th scope="col" className="number">{counted}</th><th scope="col" className="number">{others}</th></tr></thead>
        <tbody>{apart.map((one) => <tr key={`${one.name}/${one.value}`}><th scope="row">{one.name.replaceAll("_", " ")}: {one.value}</th><td className="number">{percent(one.counted)}</td><td className="number">{percent(one.others)}</td></tr>)}</tbody>
      </table>
    </div>
  );
}
