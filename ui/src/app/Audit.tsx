/** Who did what in a workspace, newest first. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault } from "../kit";
import { useWhole } from "../kit/whole";
import { api, data } from "../lib/api/client";
import type { Me } from "../lib/api/contract";
import { language, t } from "../lib/i18n";
import { Link } from "../lib/router";
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
  const [words, setWords] = useState("");
  const list = useInfiniteQuery({
    queryKey: ["audit", workspace], initialPageParam: 0,
    queryFn: ({ pageParam }) => data(api.GET("/api/v1/workspaces/{workspace}/audit", { params: { path: { workspace }, query: { before: pageParam, limit: PAGE } } })),
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
  });
  const whole = useWhole(known && list.isFetched);
  const when = new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" });
  const wanted = words.trim().toLocaleLowerCase();
  const all = list.data?.pages.flat() ?? [];
  const things = named(all, there);
  const names = useNames(workspace, all, there);
  const entries = all.map((one, at) => ({ ...one, by: doer(one.actor, names), more: details(one, names).join(" · "), thing: things[at] ?? { name: one.object, to: "" } })).filter((one) => `${one.by} ${one.actor} ${one.action} ${deed(one.action)} ${one.thing.name} ${one.object} ${one.more}`.toLocaleLowerCase().includes(wanted));
  return (
    <main className="page wide">
      <p><Link to="/settings">← {t("Settings")}</Link></p>
      <header className="page-head"><h1>{t("Audit log")}</h1></header>
      <p className="quiet">{t("Every change in this workspace, by whom and when. Nothing is ever taken out of it.")}</p>
      <Fault error={list.error} />
      <div className="row filters"><input className="input" type="search" value={words} aria-label={t("Search the log")} placeholder={t("Search the log")} onChange={(event) => setWords(event.target.value)} /></div>
      {whole && <div className="scrolls" role="region" aria-label={t("Audit log")} tabIndex={0}>
        <table className="table">
          <thead><tr><th>{t("When")}</th><th>{t("Who")}</th><th>{t("Did")}</th><th>{t("To what")}</th><th>{t("Details")}</th></tr></thead>
          <tbody>{entries.map((one) => <tr key={one.id}><td className="figure moment">{when.format(new Date(one.at))}</td><td>{one.by}</td><td className="moment">{deed(one.action)}</td><td className="small">{one.thing.to ? <Link to={one.thing.to}>{one.thing.name || t("Untitled map")}</Link> : one.thing.name || <span className="quiet">{t("deleted since")}</span>}</td><td className="small quiet">{one.more}</td></tr>)}</tbody>
        </table>
      </div>}
      {list.hasNextPage && <div className="row"><Button isDisabled={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>{t("Show older entries")}</Button></div>}
    </main>
  );
}
