/** One person's whole journey, in order of time: what they did, what they said, what is known of them. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { instant } from "../charts/words";
import { said } from "../charts/table";
import { Fault } from "../kit";
import { figure, number } from "../lib/format";
import { language, t } from "../lib/i18n";
import { useAddress } from "../lib/router";
import { timeline } from "./asking";
import type { Happened, Spoken } from "./types";

const PAUSE_S = 1800;

type Moment = { at: string; event?: Happened; signal?: Spoken };

export function PersonPage({ w }: { w: string }): ReactNode {
  const id = new URLSearchParams(useAddress().split("?")[1]).get("id") ?? "";
  const found = useQuery({ ...timeline(w, id), enabled: w !== "" && id !== "" });
  if (found.error) return <Fault error={found.error} />;
  if (!found.data) return <div aria-busy="true" />;
  const { events, signals, traits, name } = found.data;
  const moments: Moment[] = [...events.map((event) => ({ at: event.at, event })), ...signals.map((signal) => ({ at: signal.at, signal }))].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return (
    <div className="person">
      <section>
        <h2>{name || id}</h2>
        <p className="small quiet">{[t("{n, plural, one {# event} other {# events}}", { n: events.length }), signals.length ? t("{n, plural, one {said something once} other {said something # times}}", { n: signals.length }) : ""].filter(Boolean).join(" · ")}</p>
        {Object.keys(traits).length > 0 && <dl className="facts">{Object.entries(traits).map(([key, value]) => [<dt key={key}>{key}</dt>, <dd key={`${key}/value`}>{said(value)}</dd>])}</dl>}
      </section>
      <ol className="timeline">
        {moments.map((one, at) => {
          const before = moments[at - 1];
          const gap = before ? (Date.parse(one.at) - Date.parse(before.at)) / 1000 : 0;
          return (
            <li key={`${one.at}/${at}`} className={one.signal ? "said" : ""}>
              {(at === 0 || gap > PAUSE_S) && <p className="visit">{at > 0 && <span className="quiet small">{t("{time} later", { time: figure({ value: gap, unit: "seconds" }) })} · </span>}{day(one.at)}</p>}
              <div className="moment"><time className="small quiet" dateTime={one.at}>{clock(one.at)}</time>{one.event ? <EventLine one={one.event} /> : one.signal && <SignalLine one={one.signal} />}</div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function EventLine({ one }: { one: Happened }): ReactNode {
  const more = [one.channel, one.page, one.value ? number(one.value, 2) : "", one.source].filter(Boolean).join(" · ");
  return <div><strong>{one.name}</strong>{one.column && <span className="badge">{one.column}</span>}<br /><span className="small quiet">{more}</span></div>;
}

function SignalLine({ one }: { one: Spoken }): ReactNode {
  const more = [one.kind, one.score === null || one.score === undefined ? "" : t("score {n}", { n: number(one.score) }), one.source].filter(Boolean).join(" · ");
  return <div>{one.text && <q className="t-quote">{one.text}</q>}<span className="small quiet">{more}</span></div>;
}

const day = (text: string): string => instant(`${text.slice(0, 10)}T00:00:00Z`);
const clock = (text: string): string => new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit" }).format(new Date(text));
