/** From what people said to insights: themes are proposed, and nothing enters the library until somebody approves. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { workspaceOf } from "../../app/workspace";
import { Button, Fault, Progress, Segments } from "../../kit";
import { api } from "../../lib/api/client";
import type { Me, MiningRun, Theme } from "../../lib/api/contract";
import { ago, number } from "../../lib/format";
import { heard } from "../../lib/heard";
import { t } from "../../lib/i18n";
import { anew } from "../../lib/queries";
import { useQueryState } from "../../lib/router";
import { items } from "../queries";
import { Begin } from "./Begin";
import { run, runs, STAGES, themes } from "./mining";
import { ThemeCard } from "./ThemeCard";

export default function ThemesPage({ who }: { who: Me }): ReactNode {
  const workspace = workspaceOf(who);
  const w = workspace?.id ?? "";
  const [map, setMap] = useQueryState("map");
  const [step, setStep] = useQueryState("step");
  const [id, setId] = useQueryState("run");
  if (workspace?.role !== "owner" && workspace?.role !== "editor") return <p className="quiet">{t("Editors look for insights: what is quoted can tell who said it.")}</p>;
  return (
    <>
      <p className="quiet">{t("What several people say in much the same words is proposed as an insight, with its numbers and quotes. Approve it, add it to an insight there is, or reject it: nothing enters the library by itself.")}</p>
      <Begin workspace={w} map={map} step={step} onMap={(next) => { setMap(next); setStep(""); }} onStep={setStep} onBegun={setId} />
      {id && <Going id={id} workspace={w} />}
      <Proposed workspace={w} />
      <Earlier workspace={w} />
    </>
  );
}

/** How a search goes, and what it found. */
function Going({ id, workspace }: { id: string; workspace: string }): ReactNode {
  const client = useQueryClient();
  const found = useQuery({ ...run(id), retry: false });
  const state = found.data?.state;
  useEffect(() => {
    if (state === "done") void Promise.all([anew(client, "themes", workspace), anew(client, "mining", workspace)]);
  }, [client, state, workspace]);
  if (!found.data) return null;
  if (state === "failed") return <div className="fault" role="alert"><strong>{heard(found.data.problem)}</strong>{found.data.hint && <span>{heard(found.data.hint)}</span>}</div>;
  if (state !== "done") return <Progress label={STAGES[found.data.stage]?.() ?? ""} {...(found.data.done > 0 ? { part: found.data.done } : {})} />;
  return <p role="status">{outcome(found.data)}</p>;
}

function outcome(one: MiningRun): string {
  const counts = { n: number(one.n_themes, 0), quotes: number(one.n_quotes, 0) };
  return [
    one.n_themes ? t("{n} themes proposed from {quotes} quotes.", counts) : one.n_quotes ? t("Nothing new in {quotes} quotes: a theme needs two people who say much the same.", counts) : t("There is nothing said here yet. Import reviews, answers or tickets, or paste interviews."),
    one.n_known ? t("{n} were decided before and have not grown.", { n: number(one.n_known, 0) }) : "",
    one.n_left_out ? t("{n} quotes are in languages that nothing here reads.", { n: number(one.n_left_out, 0) }) : "",
  ].filter(Boolean).join(" ");
}

function Proposed({ workspace }: { workspace: string }): ReactNode {
  const list = useQuery(themes(workspace));
  const insights = useQuery(items(workspace, "insight"));
  const [side, setSide] = useState("");
  const open = (list.data ?? []).filter((one) => one.state === "proposed");
  const shown = open.filter((one) => !side || String(one.found.side) === side);
  if (list.error) return <Fault error={list.error} />;
  if (!open.length) return <Decided list={list.data ?? []} workspace={workspace} />;
  return (
    <section className="stack" aria-label={t("Proposed insights")}>
      <div className="row wrap"><h2>{t("Proposed insights")}</h2><span className="grow" /><Segments label={t("Show")} value={side} onChange={setSide} options={[["", t("all")], ["-1", t("pains")], ["1", t("gains")], ["0", t("others")]]} /></div>
      <ul className="themes">{shown.map((one) => <ThemeCard key={one.id} one={one} workspace={workspace} insights={insights.data ?? []} />)}</ul>
      {shown.length === 0 && <p className="quiet">{t("None of these.")}</p>}
      <Decided list={list.data ?? []} workspace={workspace} />
    </section>
  );
}

/** What was rejected or merged, and can be taken back. */
function Decided({ list, workspace }: { list: readonly Theme[]; workspace: string }): ReactNode {
  const client = useQueryClient();
  const reopen = useMutation({ mutationFn: (theme: string) => api.POST("/api/v1/themes/{theme}/reopen", { params: { path: { theme } } }), onSuccess: () => anew(client, "themes", workspace) });
  const decided = list.filter((one) => one.state === "rejected" || one.state === "merged");
  if (!decided.length) return null;
  return (
    <details>
      <summary>{t("Decided: {n}", { n: number(decided.length, 0) })}</summary>
      <ul className="list">{decided.map((one) => <li key={one.id}><div className="row wrap"><span className="grow">{one.title}</span><span className="badge plain">{one.state === "rejected" ? t("rejected") : t("added to an insight")}</span><Button kind="bare" onPress={() => reopen.mutate(one.id)}>{t("Propose again")}</Button></div></li>)}</ul>
    </details>
  );
}

/** Searches in texts, which are kept until somebody deletes them. */
function Earlier({ workspace }: { workspace: string }): ReactNode {
  const client = useQueryClient();
  const list = useQuery(runs(workspace));
  const drop = useMutation({ mutationFn: (id: string) => api.DELETE("/api/v1/mining/{run}", { params: { path: { run: id } } }), onSuccess: () => Promise.all([anew(client, "mining", workspace), anew(client, "themes", workspace), anew(client, "evidence")]) });
  const ofTexts = (list.data ?? []).filter((one) => one.names.length > 0);
  if (!ofTexts.length) return null;
  return (
    <details>
      <summary>{t("Texts that are kept: {n}", { n: number(ofTexts.length, 0) })}</summary>
      <p className="quiet small">{t("Deleting a text deletes what was quoted of it; approved insights stay.")}</p>
      <ul className="list">{ofTexts.map((one) => <li key={one.id}><div className="row wrap"><span className="grow">{one.names.join(", ")}</span><span className="quiet small">{ago(one.created_at)}</span><Button kind="bare" isDisabled={drop.isPending} onPress={() => drop.mutate(one.id)} aria-label={t("Delete {what}", { what: one.names.join(", ") })}>{t("Delete")}</Button></div></li>)}</ul>
    </details>
  );
}
