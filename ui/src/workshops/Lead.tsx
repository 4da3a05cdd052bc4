/** A workshop as it is led, on the screen all look at: code, notes, piles, votes, and the way to the map. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Choice, Fault } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Me, Workshop } from "../lib/api/contract";
import { useBell } from "../lib/bell";
import { t } from "../lib/i18n";
import { anew, every } from "../lib/queries";
import { go, Link } from "../lib/router";
import { SignInAfter } from "../app/Gate";
import { workspaceOf } from "../app/workspace";
import { ForEver } from "../library/ForEver";
import { Notes } from "./Notes";
import { PHASES, type Phase } from "./phases";
import { Timer } from "./Timer";
import { ToMap } from "./ToMap";

const EVERY_MS = 1500; // where no wire tells of changes
const SURE_MS = 30_000; // where one does
const MINUTES = ["1", "2", "3", "5", "8", "10", "15"];

export function Lead({ who, id }: { who: Me; id: string }): ReactNode {
  const workspace = workspaceOf(who);
  const client = useQueryClient();
  const writable = workspace?.role === "owner" || workspace?.role === "editor";
  const path = { params: { path: { workshop: id } } };
  const live = useBell(`/ws/workshops/${id}`, "workshop", id);
  const found = useQuery({ queryKey: ["workshop", id], queryFn: () => data(api.GET("/api/v1/workshops/{workshop}", path)), refetchInterval: every(live ? SURE_MS : EVERY_MS) });
  const keep = (now: Workshop): void => void client.setQueryData(["workshop", id], now);
  const change = useMutation({ mutationFn: (given: object) => data(api.PATCH("/api/v1/workshops/{workshop}", { ...path, body: given })), onSuccess: keep });
  const drop = useMutation({ mutationFn: () => api.DELETE("/api/v1/workshops/{workshop}", path), onSuccess: () => { tell(t("The workshop and all its notes are deleted")); void anew(client, "workshops", workspace?.id ?? ""); go("/workshops"); } });
  const [big, setBig] = useState(false);
  const one = found.data;
  if (!one) return <main className="page"><p><Link to="/workshops">← {t("All workshops")}</Link></p>{found.error && <h1>{t("This workshop cannot be shown")}</h1>}<Fault error={found.error} /><p><SignInAfter error={found.error} /></p></main>;
  const silent = one.phase === "silent";
  return (
    <main className="page wide workshop">
      <p><Link to="/workshops">← {t("All workshops")}</Link></p>
      <header className="workshop-head">
        <div className="grow stack tight"><h1>{one.title}</h1>{one.question && <p className="question">{one.question}</p>}</div>
        <Timer left={one.timer_left_s} told={found.dataUpdatedAt} />
        <Door one={one} big={big} onBig={() => setBig(!big)} />
      </header>
      <Phases one={one} writable={writable} change={change.mutate} />
      <Fault error={found.error ?? change.error ?? drop.error} />
      {silent ? <p className="hidden-notes" role="status"><strong>{one.notes?.length ?? 0}</strong> {t("notes so far, seen by nobody but who wrote them")}</p> : <Notes one={one} writable={writable} keep={keep} />}
      {one.phase === "done" && writable && <ToMap one={one} workspace={workspace?.id ?? ""} />}
      {writable && <div className="row wrap"><span className="grow" /><ForEver label={t("Delete with all notes")} warning={t("What everybody wrote is gone then, for ever.")} busy={drop.isPending} ask={Boolean(one.notes?.length)} onDrop={() => drop.mutate()} /></div>}
    </main>
  );
}

function Door({ one, big, onBig }: { one: Workshop; big: boolean; onBig: () => void }): ReactNode {
  if (one.over) return <p className="quiet">{t("The code has ended; nobody can join any longer.")}</p>;
  const home = /^https?:\/\/(localhost|127\.|\[::1\])/.test(one.link);
  return (
    <div className="door">
      <button type="button" className={`qr ${big ? "big" : ""}`} aria-pressed={big} aria-label={t("Show the code large")} onClick={onBig}><img src={`/api/v1/workshops/${one.id}/qr.svg`} alt={t("QR code of {link}", { link: one.link })} /></button>
      <div className="stack tight">
        <span className="quiet small">{t("Join with your phone")}</span>
        <strong className="code" translate="no">{one.code.slice(0, 4)} {one.code.slice(4)}</strong>
        <a className="small" translate="no" href={`/join/${one.code}`} target="_blank" rel="noreferrer">{one.link.replace(/^https?:\/\//, "")}</a>
        {home && <span className="small warn-text">{t("Phones cannot reach this address. Set FOOTPATH_URL to one that they can.")}</span>}
        <span className="small" role="status">{t("{n, plural, one {# person} other {# people}}", { n: one.people })}</span>
      </div>
    </div>
  );
}

function Phases({ one, writable, change }: { one: Workshop; writable: boolean; change: (given: object) => void }): ReactNode {
  const [minutes, setMinutes] = useState("5");
  const about = PHASES().find(([phase]) => phase === one.phase);
  return (
    <section className="stack tight">
      <ol className="phases" aria-label={t("Phases")}>
        {PHASES().map(([phase, name], at) => <li key={phase}><button type="button" disabled={!writable} aria-current={phase === one.phase ? "step" : undefined} onClick={() => change({ phase: phase satisfies Phase })}>{at + 1}. {name}</button></li>)}
      </ol>
      <div className="row wrap">
        <span className="quiet grow">{about?.[2]}</span>
        {writable && <div className="row" style={{ alignItems: "flex-end" }}><Choice label={t("Minutes")} value={minutes} onChange={setMinutes} options={MINUTES.map((n) => [n, n])} /><Button onPress={() => change({ timer_s: Number(minutes) * 60 })}>{t("Start the timer")}</Button>{one.timer_left_s !== null && <Button kind="bare" onPress={() => change({ timer_s: 0 })}>{t("Stop")}</Button>}</div>}
      </div>
    </section>
  );
}
