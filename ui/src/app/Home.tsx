/** All maps of a workspace, with what one needs to know before opening one. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, memo, Suspense, useState, type ReactNode } from "react";
import { Fault, MenuButton, type MenuEntry } from "../kit";
import { useMore } from "../kit/more";
import { tell } from "../kit/toasts";
import { api } from "../lib/api/client";
import type { Me, Summary } from "../lib/api/contract";
import { ago, day, percent } from "../lib/format";
import { language, t } from "../lib/i18n";
import { anew, maps, members, openedMaps } from "../lib/queries";
import { Link } from "../lib/router";
import { keepTemplate } from "../lib/templates";
import { useScheme } from "../lib/theme";
import { localised } from "../maps/model/types";
import { useSearch, type Found } from "./searching";
import { workspaceOf } from "./workspace";

export const statusName = (status: string): string => ({ draft: t("draft"), research: t("research"), review: t("in review"), live: t("live"), retired: t("retired") })[status] ?? status;

const TemplatePreview = lazy(() => import("../maps/TemplatePreview"));
const AT_ONCE = 48;
const STATUSES = ["", "draft", "research", "review", "live", "retired"];

export function Home({ who }: { who: Me }): ReactNode {
  const workspace = workspaceOf(who);
  const list = useQuery(maps(workspace?.id ?? ""));
  const opened = useQuery(openedMaps).data ?? [];
  const names = new Map((useQuery(members(workspace?.id ?? "")).data ?? []).map((one) => [one.user_id, one.name]));
  const [words, setWords] = useState("");
  const [status, setStatus] = useState("");
  const { found, searching } = useSearch(workspace?.id ?? "", words);
  const writable = workspace?.role === "owner" || workspace?.role === "editor";
  const wanted = words.trim().toLocaleLowerCase();
  const shown = (list.data ?? []).filter((one) => (!status || one.status === status) && `${localised(one.title, language())} ${one.owner} ${names.get(one.owner_id ?? "") ?? ""}`.toLocaleLowerCase().includes(wanted));
  const [stand, more] = useMore(shown.length, AT_ONCE);
  return (
    <main className="page wide">
      <header className="page-head">
        <h1>{t("Maps")}</h1>
        {writable && <div className="row"><Link to="/draw" className="button">{t("Draw from exports")}</Link><Link to="/new" className="button primary">{t("New map")}</Link></div>}
      </header>
      <Fault error={list.error} />
      {(list.data?.length ?? 0) > 0 && (
        <div className="row wrap filters">
          <input className="input" type="search" value={words} aria-label={t("Search everything")} placeholder={t("Search everything")} onChange={(event) => setWords(event.target.value)} />
          <select className="input" aria-label={t("Status")} value={status} onChange={(event) => setStatus(event.target.value)}>
            {STATUSES.map((one) => <option key={one} value={one}>{one ? statusName(one) : t("any status")}</option>)}
          </select>
          <span className="grow" />
          <Link to={`/overall${words.trim() ? `?q=${encodeURIComponent(words.trim())}` : ""}`} className="button bare">{t("Ask over all maps")}</Link>
        </div>
      )}
      {list.isPending && <ul className="map-cards" aria-busy="true">{[1, 2, 3].map((one) => <li key={one} className="map-card"><span className="thumb" /></li>)}</ul>}
      {list.data?.length === 0 && <FirstSteps writable={writable} />}
      {(list.data?.length ?? 0) > 0 && shown.length === 0 && found.length === 0 && !searching && <p className="quiet">{t("Nothing here says that: no map, persona, touchpoint or insight.")}</p>}
      <ul className="map-cards">{shown.slice(0, stand).map((one) => <MapCard key={one.id} one={one} owner={names.get(one.owner_id ?? "") || one.owner} workspace={workspace?.id ?? ""} />)}</ul>
      {more}
      {opened.length > 0 && (
        <section className="stack">
          <h2>{t("Opened to you by others")}</h2>
          <ul className="map-cards">{opened.map((one) => <MapCard key={one.id} one={one} owner={one.owner} workspace="opened" />)}</ul>
        </section>
      )}
      <Hits found={found.filter((one) => one.kind !== t("Map"))} />
    </main>
  );
}

function Hits({ found }: { found: readonly Found[] }): ReactNode {
  if (found.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t("Found on maps and in the library")}</h2>
      <ul className="list">{found.map((one) => <li key={one.id}><div className="row wrap"><Link to={one.to} className="grow">{one.label}</Link><span className="badge plain">{one.kind}</span><span className="quiet small">{one.where}</span></div></li>)}</ul>
    </section>
  );
}

const MapCard = memo(function MapCard({ one, owner, workspace }: { one: Summary; owner: string; workspace: string }): ReactNode {
  const theme = useScheme();
  const client = useQueryClient();
  const again = (): void => void anew(client, "maps", workspace);
  const title = localised(one.title, language()) || t("Untitled map");
  const place = { params: { path: { document: one.id } } };
  const copy = useMutation({ mutationFn: () => api.POST("/api/v1/maps/{document}/duplicate", { ...place, body: { title: t("{title} (copy)", { title }) } }), onSuccess: again });
  const keep = useMutation({ mutationFn: () => keepTemplate(one.id), onSuccess: () => anew(client, "own-templates", workspace) });
  const drop = useMutation({ mutationFn: () => api.DELETE("/api/v1/maps/{document}", place), onSuccess: () => { tell(t("“{title}” is deleted", { title })); again(); } });
  const reviewed = useMutation({ mutationFn: () => api.PATCH("/api/v1/maps/{document}", { ...place, body: { reviewed: true } }), onSuccess: again });
  const due = one.review_due_at && new Date(one.review_due_at) < new Date();
  const entries: MenuEntry[] = [
    { id: "copy", label: t("Duplicate"), onAction: () => copy.mutate() },
    { id: "template", label: t("Save as a template"), disabled: one.role === "viewer" || one.role === "commenter", onAction: () => keep.mutate() },
    { id: "reviewed", label: t("I looked: it is still true"), disabled: one.role === "viewer" || one.role === "commenter", onAction: () => reviewed.mutate() },
    { id: "drop", label: t("Delete for everybody"), danger: true, apart: true, disabled: one.role !== "owner", onAction: () => drop.mutate() },
  ];
  return (
    <li className="map-card">
      <Link to={`/maps/${one.id}`} className="thumb" aria-hidden="true" tabIndex={-1}>
        {one.columns > 0 ? <img src={`/api/v1/maps/${one.id}/thumbnail.svg?theme=${theme}&v=${one.updated_at}`} alt="" loading="lazy" /> : <span className="quiet small">{t("still empty")}</span>}
      </Link>
      <div className="row" style={{ alignItems: "flex-start" }}>
        <h2 className="grow"><Link to={`/maps/${one.id}`}>{title}</Link></h2>
        <MenuButton label={t("More")} called={t("More: {what}", { what: title })} entries={entries} kind="bare" />
      </div>
      <p className="row wrap small quiet">
        <span className="badge plain">{statusName(one.status)}</span>
        {one.trust.of > 0 && <span>{t("trust {share}", { share: percent(one.trust.supported / one.trust.of) })}</span>}
        {owner && <span>{owner}</span>}
        <span>{ago(one.updated_at)}</span>
        {one.review_due_at && <span className={due ? "badge warn" : ""}>{due ? t("review was due {when}", { when: day(one.review_due_at) }) : t("review {when}", { when: day(one.review_due_at) })}</span>}
      </p>
      <Fault error={copy.error ?? keep.error ?? drop.error ?? reviewed.error} />
    </li>
  );
});

function FirstSteps({ writable }: { writable: boolean }): ReactNode {
  if (!writable) return <p className="quiet">{t("Nobody has drawn a map here yet. You will see it as soon as somebody does.")}</p>;
  return (
    <section className="first-steps">
      <h2>{t("Your first map")}</h2>
      <p className="quiet">{t("A map shows what customers do, feel and say on their way, step by step, and where it hurts.")}</p>
      <div className="ways">
        <Link to="/draw" className="way"><strong>{t("From your data")}</strong><span className="quiet">{t("Upload what your shop, app or help desk exports. Stages, the path travelled, emotion and pains are found for you; about three minutes.")}</span></Link>
        <Link to="/new" className="way"><strong>{t("From a template")}</strong><span className="quiet">{t("Begin with stages and questions that fit: shop, software, bank, patient, employee and many more.")}</span></Link>
        <Link to="/new?template=" className="way"><strong>{t("From nothing")}</strong><span className="quiet">{t("Write the stages as a list and draw the rest by hand, together.")}</span></Link>
      </div>
      <figure className="to-come">
        <figcaption className="small quiet">{t("This is what one looks like, from the template of a shop:")}</figcaption>
        <Suspense fallback={<div className="preview-map" />}><TemplatePreview name="ecommerce" own="" /></Suspense>
      </figure>
    </section>
  );
}
