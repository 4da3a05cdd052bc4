/** One person's whole journey, in order of time: what they did, what they said, what is known of them. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { instant } from "../charts/words";
import { Button, Fault, Progress } from "../kit";
import { figure, number } from "../lib/format";
import { language, t } from "../lib/i18n";
import { Link, useAddress } from "../lib/router";
import { person } from "./asking";
import type { Moment } from "./types";

const PAUSE_S = 1800;

export function PersonPage({ w }: { w: string }): ReactNode {
  const query = new URLSearchParams(useAddress().split("?")[1]);
  const [id, map] = [query.get("id") ?? "", query.get("map") ?? ""];
  const found = useQuery({ ...person(w, id, map), enabled: w !== "" && id !== "" });
  if (!id) return <p className="quiet">{t("There is nothing at this address")}</p>;
  if (found.error) return <Fault error={found.error} />;
  if (!found.data) return <Progress label={t("Reading everything this person did and said …")} />;
  const { page, path } = found.data;
  const column = new Map(path.map((stop) => [`${Date.parse(stop.at)}/${stop.name}`, stop.column]));
  const facts = page.timeline.filter((one): one is Moment & { at: string } => one.at !== null && one.table !== "traits");
  const name = page.traits.name ?? page.traits.email ?? "";
  return (
    <div className="person">
      <section>
        {history.length > 1 && <p><Button kind="bare" className="start" onPress={() => history.back()}>← {t("Back to the list")}</Button></p>}
        <h2>{name || page.person}</h2>
        {name && <p className="small quiet">{page.person}</p>}
        <p className="small quiet">{t("{n, plural, one {# thing happened} other {# things happened}}", { n: page.total })}</p>
        {Object.keys(page.traits).length > 0 && <dl className="facts">{Object.entries(page.traits).map(([key, value]) => [<dt key={key}>{key}</dt>, <dd key={`${key}/value`}>{value}</dd>])}</dl>}
        {map && history.length <= 1 && <p className="small"><Link to={`/maps/${map}`}>{t("Open the map")}</Link></p>}
      </section>
      <ol className="timeline">
        {facts.map((one, at) => {
          const before = facts[at - 1];
          const gap = before ? (Date.parse(one.at) - Date.parse(before.at)) / 1000 : 0;
          const step = column.get(`${Date.parse(one.at)}/${one.name}`);
          return (
            <li key={`${one.at}/${at}`} className={one.table === "signals" ? "said" : ""}>
              {(at === 0 || gap > PAUSE_S) && <p className="visit">{at > 0 && <span className="quiet small">{t("{time} later", { time: figure({ value: gap, unit: "seconds" }) })} · </span>}{day(one.at)}</p>}
              <div className="moment"><time className="small quiet" dateTime={one.at}>{clock(one.at)}</time><Line one={one} step={step ?? ""} /></div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Line({ one, step }: { one: Moment; step: string }): ReactNode {
  const { value, score, text } = one.detail;
  const page = typeof one.detail.page === "string" ? one.detail.page : "";
  const more = [one.channel, page, typeof value === "number" ? number(value, 2) : "", typeof score === "number" ? t("score {n}", { n: number(score) }) : "", one.source].filter(Boolean).join(" · ");
  return <div><strong>{one.name}</strong>{step && <span className="badge">{step.replaceAll("-", " ")}</span>}{typeof text === "string" && text && <><br /><q className="t-quote">{text}</q></>}<br /><span className="small quiet">{more}</span></div>;
}

const day = (text: string): string => instant(`${text.slice(0, 10)}T00:00:00Z`);
const clock = (text: string): string => new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit" }).format(new Date(text));
