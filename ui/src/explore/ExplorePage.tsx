/** Explore: choose a question, fill in its form, look at the answer. The address holds all of it. */

import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import "../styles/explore.css";
import { workspaceOf } from "../app/workspace";
import { Button, Fault, Progress } from "../kit";
import type { Me } from "../lib/api/contract";
import { number } from "../lib/format";
import { language, t } from "../lib/i18n";
import { maps } from "../lib/queries";
import { localised } from "../maps/model/types";
import { go, Link } from "../lib/router";
import { exploreAddress, missingFields } from "./address";
import { AnswerView } from "./AnswerView";
import { AskForm } from "./AskForm";
import { facts, questions, useKnown } from "./asking";
import { fieldName } from "./fields/AskField";
import { useFirst } from "./first";
import { PersonPage } from "./PersonPage";
import { Pin } from "./Pin";
import { Save } from "./Save";
import { Saved } from "./Saved";
import { SqlPage } from "./SqlPage";
import { useAsked } from "./state";
import { Start } from "./Start";
import type { Question } from "./types";
import { useAnswer } from "./useAnswer";

const EVERY_MS = 5000;

export default function ExplorePage({ who, page }: { who: Me; page: string }): ReactNode {
  const here = workspaceOf(who);
  const w = here?.id ?? "";
  const writable = here?.role === "owner" || here?.role === "editor";
  const there = useQuery(facts(w, EVERY_MS));
  const kinds = useQuery(questions(w));
  const question = kinds.data?.find((one) => one.name === page);
  const tabs = [["/explore", t("Questions"), !["saved", "sql", "person"].includes(page)], ["/explore/saved", t("Saved"), page === "saved"], ["/explore/sql", t("SQL console"), page === "sql"]] as const;
  const body = (): ReactNode => {
    if (page === "sql") return <SqlPage w={w} writable={writable} />;
    if (page === "saved") return <Saved w={w} questions={kinds.data ?? []} writable={writable} />;
    if (page === "person") return <PersonPage w={w} />;
    if (there.isPending || kinds.isPending) return <Progress label={t("Reading the data …")} />;
    if (there.data?.empty) return <NoData />;
    if (question && kinds.data) return <Ask w={w} question={question} all={kinds.data} version={there.data?.version ?? ""} writable={writable} />;
    return <Start questions={kinds.data ?? []} />;
  };
  return (
    <main className="page wide explore">
      <header className="page-head">
        <h1>{t("Explore")}</h1>
        <span className="small quiet" aria-live="off">{there.data && !there.data.empty ? t("{people} people, {events} events", { people: number(there.data.persons, 0), events: number(there.data.events, 0) }) : ""}</span>
      </header>
      <nav className="tabs" aria-label={t("Explore")}>{tabs.map(([to, name, on]) => <Link key={to} to={to} {...(on ? { "aria-current": "page" as const } : {})}>{name}</Link>)}</nav>
      <Fault error={there.error ?? kinds.error} />
      {body()}
    </main>
  );
}

function NoData(): ReactNode {
  return (
    <div className="first-steps">
      <h2>{t("Nothing to explore yet")}</h2>
      <p className="quiet">{t("Once events are here, this page shows where people go on, come back and leave. Upload exports of your shop, your web analytics or your surveys to begin.")}</p>
      <p><Link to="/draw" className="button primary">{t("Upload exports")}</Link></p>
    </div>
  );
}

function Ask({ w, question, all, version, writable }: { w: string; question: Question; all: readonly Question[]; version: string; writable: boolean }): ReactNode {
  const [asked, setAsked] = useAsked();
  const [dialog, setDialog] = useState<"" | "pin" | "save">("");
  const [open, setOpen] = useState(false); // on phones the form is folded, so that the answer is in sight
  const known = useKnown(w);
  const drawn = useQuery(maps(w));
  const lacks = missingFields(question, asked.fields).filter((name) => !(asked.map && name === "steps"));
  const { begun, pending } = useFirst(w, question, known, [asked, setAsked]);
  const unfolded = open || (lacks.length > 0 && !pending);
  const { answer, running, error, stop } = useAnswer(w, asked, lacks.length === 0, version);
  return (
    <div className="ask">
      <div className="ask-side">
        <h2 className="unseen">{t("Question")}</h2>
        <label className="field"><span className="label">{t("Question")}</span><select className="input" value={question.name} onChange={(event) => go(exploreAddress({ ...asked, analysis: event.target.value, fields: kept(all, event.target.value, asked.fields), like: "" }))}>{all.map((one) => <option key={one.name} value={one.name}>{one.title}</option>)}</select></label>
        <p className="small quiet">{question.about}</p>
        <Button className="ask-fold" aria-expanded={unfolded} onPress={() => setOpen(!unfolded)}>{t("Change what is asked")}</Button>
        <div className={unfolded ? "" : "ask-folded"} onFocus={() => setOpen(true)}><AskForm key={question.name} question={question} asked={asked} known={known} maps={(drawn.data ?? []).map((one) => [one.id, localised(one.title, language()) || t("Untitled map")] as const)} onAsk={setAsked} /></div>
      </div>
      <div className="ask-main">
        {begun && lacks.length === 0 && <p className="small quiet begun">{t("A first question, from what happens most. Change anything you like.")}</p>}
        {lacks.length > 0 && !pending && <div className="await quiet"><p>{t("Fill in {fields}, and the answer stands here.", { fields: lacks.map(fieldName).join(", ") })}</p></div>}
        {running !== null && <div className="row running"><div className="grow"><Progress label={t("Counting over everybody …")} {...(running > 0 ? { part: running } : {})} /></div><Button kind="bare" onPress={stop}>{t("Stop")}</Button></div>}
        {lacks.length === 0 && <Fault error={error} />}
        {answer && !error && lacks.length === 0 && <AnswerView w={w} asked={asked} question={question} answer={answer} writable={writable} onPin={() => setDialog("pin")} onSave={() => setDialog("save")} />}
        {dialog === "save" && <Save w={w} asked={asked} question={question} onClose={() => setDialog("")} />}
        {dialog === "pin" && answer && <Pin w={w} asked={asked} answer={answer} question={question} onClose={() => setDialog("")} />}
      </div>
    </div>
  );
}

/** Return what another question can take over of what was filled in. */
function kept(all: readonly Question[], name: string, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = new Set(all.find((one) => one.name === name)?.fields.map((one) => one.name));
  return Object.fromEntries(Object.entries(fields).filter(([field]) => names.has(field)));
}
