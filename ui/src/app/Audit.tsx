/** Who did what in a workspace, newest first. */

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import { Button, Fault } from "../kit";
import { useWhole } from "../kit/whole";
import { api, data } from "../lib/api/client";
import type { Me } from "../lib/api/contract";
import { language, t } from "../lib/i18n";
import { members } from "../lib/queries";
import { Link } from "../lib/router";
import { meanings, useRested } from "./auditSearch";
import { deed } from "./deeds";
import { details, doer } from "./details";
import { useNames } from "./elements";
import { named, useThings } from "./things";
import { workspaceOf } from "./workspace";

const PAGE = 100;

export default function Audit({ who }: { who: Me }): ReactNode {
  const here = workspaceOf(who);
  const workspace = here?.id ?? "";
  const { there, known } = useThings(here);
  const people = useQuery(members(workspace));
  const [words, setWords] = useState("");
  const search = useRested(words.trim());
  const means = useMemo(() => meanings(search, there, new Map((people.data ?? []).map((one) => [one.user_id, one.name]))), [search, known, people.data]);
  const list = useInfiniteQuery({
    queryKey: ["audit", workspace, search, search && means], initialPageParam: 0, placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => data(api.GET("/api/v1/workspaces/{workspace}/audit", { signal, params: { path: { workspace }, query: { before: pageParam, limit: PAGE, ...(search ? { search, means } : {}) } } })),
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
  });
  const whole = useWhole(known && list.isFetched);
  const when = new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" });
  const all = list.data?.pages.flat() ?? [];
  const things = named(all, there);
  const names = useNames(workspace, all, there);
  const entries = all.map((one, at) => ({ ...one, by: doer(one.actor, names), more: details(one, names).join(" · "), thing: things[at] ?? { name: one.object, to: "" } }));
  return (
    <main className="page wide">
      <p><Link to="/settings">← {t("Settings")}</Link></p>
      <header className="page-head"><h1>{t("Audit log")}</h1></header>
      <p className="quiet">{t("Every change in this workspace, by whom and when. Nothing is ever taken out of it.")}</p>
      <Fault error={list.error} />
      <div className="row filters"><input className="input" type="search" value={words} aria-label={t("Search the log")} placeholder={t("Search the log")} onChange={(event) => setWords(event.target.value)} /></div>
      {whole && search && !entries.length && !list.isPlaceholderData && <p className="quiet" role="status">{t("Nothing in the log has these words.")}</p>}
      {whole && entries.length > 0 && <div className="scrolls" role="region" aria-label={t("Audit log")} tabIndex={0}>
        <table className="table">
          <thead><tr><th>{t("When")}</th><th>{t("Who")}</th><th>{t("Did")}</th><th>{t("To what")}</th><th>{t("Details")}</th></tr></thead>
          <tbody>{entries.map((one) => <tr key={one.id}><td className="figure moment">{when.format(new Date(one.at))}</td><td>{one.by}</td><td className="moment">{deed(one.action)}</td><td className="small">{one.thing.to ? <Link to={one.thing.to}>{one.thing.name || t("Untitled map")}</Link> : one.thing.name || <span className="quiet">{t("deleted since")}</span>}</td><td className="small quiet">{one.more}</td></tr>)}</tbody>
        </table>
      </div>}
      {list.hasNextPage && <div className="row"><Button isDisabled={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>{t("Show older entries")}</Button></div>}
    </main>
  );
}
