/** Workshops of a workspace: begin one, go back to one. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Choice, Fault, Field } from "../kit";
import { useWhole } from "../kit/whole";
import { api, data } from "../lib/api/client";
import type { Me } from "../lib/api/contract";
import { day } from "../lib/format";
import { t } from "../lib/i18n";
import { anew } from "../lib/queries";
import { go, Link } from "../lib/router";
import { workspaceOf } from "../app/workspace";
import { workshops } from "../library/queries";
import { Lead } from "./Lead";
import { PHASES } from "./phases";

export default function WorkshopsPage({ who, id }: { who: Me; id: string }): ReactNode {
  return id ? <Lead key={id} who={who} id={id} /> : <All who={who} />;
}

function All({ who }: { who: Me }): ReactNode {
  const workspace = workspaceOf(who);
  const list = useQuery(workshops(workspace?.id ?? ""));
  const whole = useWhole(list.isFetched);
  const writable = workspace?.role === "owner" || workspace?.role === "editor";
  return (
    <main className="page">
      <header className="page-head"><h1>{t("Workshops")}</h1></header>
      <p className="quiet">{t("People join with their phones by a code, without an account. They write notes in silence, put them on piles, vote, and the piles become cards of a map.")}</p>
      <Fault error={list.error} />
      {(list.data?.length ?? 0) > 0 && (
        <ul className="list">
          {list.data?.map((one) => (
            <li key={one.id}><div className="row"><Link to={`/workshops/${one.id}`} className="grow">{one.title}</Link><span className="badge plain">{one.over ? t("over") : PHASES().find(([phase]) => phase === one.phase)?.[1]}</span><span className="quiet small">{t("{n, plural, one {# person} other {# people}}", { n: one.people })}</span><span className="quiet small">{t("until {when}", { when: day(one.expires_at) })}</span></div></li>
          ))}
        </ul>
      )}
      {writable && whole && <Begin workspace={workspace.id} />}
      {whole && list.data?.length === 0 && <HowItGoes />}
    </main>
  );
}

/** What will happen, before the first workshop was held. */
function HowItGoes(): ReactNode {
  return (
    <section className="stack">
      <h2>{t("How it goes")}</h2>
      <ol className="list">{PHASES().map(([phase, name, about], at) => <li key={phase}><strong>{at + 1}. {name}</strong><span className="quiet">{about}</span></li>)}</ol>
    </section>
  );
}

function Begin({ workspace }: { workspace: string }): ReactNode {
  const client = useQueryClient();
  const [title, setTitle] = useState("");
  const [question, setQuestion] = useState("");
  const [votes, setVotes] = useState("3");
  const [hours, setHours] = useState("12");
  const make = useMutation({
    mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/workshops", { params: { path: { workspace } }, body: { title, question, votes_each: Number(votes), hours: Number(hours) } })),
    onSuccess: (made) => { void anew(client, "workshops", workspace); go(`/workshops/${made.id}`); },
  });
  return (
    <form className="stack setting" onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
      <h2>{t("Begin a workshop")}</h2>
      <Field label={t("Title")} value={title} onChange={setTitle} required placeholder={t("Our checkout")} />
      <Field label={t("Question people answer")} value={question} onChange={setQuestion} placeholder={t("What makes people leave?")} />
      <div className="pairs">
        <Choice label={t("Votes for each")} value={votes} onChange={setVotes} options={["1", "2", "3", "5", "8", "10"].map((n) => [n, n])} />
        <Choice label={t("The code works for")} value={hours} onChange={setHours} options={[["2", t("{n} h", { n: 2 })], ["12", t("{n} h", { n: 12 })], ["24", t("{n} h", { n: 24 })], ["72", t("{n} h", { n: 72 })]]} />
      </div>
      <Fault error={make.error} />
      <div className="row"><Button kind="primary" type="submit" isDisabled={!title.trim() || make.isPending}>{t("Begin")}</Button></div>
    </form>
  );
}
