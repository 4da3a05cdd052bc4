/** A persona to read: who they are at a glance, then what they want, and what they say, think, do and feel. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Item, ItemKind } from "../lib/api/contract";
import { language, t } from "../lib/i18n";
import { maps } from "../lib/queries";
import { Link } from "../lib/router";
import { localised } from "../maps/model/types";
import { titleOf, toldOf } from "../library/drafts";
import { fieldName, itemStatus, scoreName } from "../library/kinds";
import { TicketList } from "../library/Tickets";
import { Face } from "./Face";
import { Bar } from "./Compare";
import { EMPATHY, FACTS, PROFILE } from "./fields";
import { SegmentSize } from "./Segment";

const LEAST = 3; // fields: with fewer there is nothing to read yet

/** Say whether enough is told of a persona to read it. */
export const isTold = (one: Item): boolean => [one.text, ...Object.entries(one.fields).map(([name, text]) => (name === "photo" ? "" : text))].filter(Boolean).length >= LEAST;

export function Sheet({ one, about, writable }: { one: Item; about: ItemKind; writable: boolean }): ReactNode {
  const told = toldOf(one, language());
  const say = (name: string): string => told.fields[name] || one.fields[name] || "";
  const said = (names: readonly string[]): readonly (readonly [string, string])[] => names.flatMap((name) => (say(name) ? [[name, say(name)] as const] : []));
  const [facts, profile, empathy] = [said(FACTS), said(PROFILE), said(EMPATHY)];
  const text = told.text || one.text;
  return (
    <article className="sheet">
      <p><Link to="/library/persona">← {t("All personas")}</Link></p>
      <header className="row"><h2 className="sheet-name grow">{titleOf(one)}</h2>{writable && <Link to={`/library/persona/${one.id}?edit=1`} className="button">{t("Edit")}</Link>}</header>
      <div className="sheet-body">
        <aside className="stack">
          <Face id={one.id} photo={one.fields.photo} size={168} />
          <p className="row wrap small quiet"><span className="badge plain">{itemStatus(one.status)}</span>{one.owner && <span>{one.owner}</span>}</p>
          {facts.length > 0 && <dl className="facts">{facts.map(([name, value]) => [<dt key={name}>{fieldName(name)}</dt>, <dd key={`${name}/value`}>{value}</dd>])}</dl>}
          {one.fields.segment && <section><h3>{t("Real people")}</h3><SegmentSize workspace={one.workspace_id} who={one.fields.segment} /><p className="hint">{one.fields.segment}</p></section>}
          {about.scores.some((score) => one.scores[score] !== undefined) && <section><h3>{t("Character")}</h3>{about.scores.map((score) => one.scores[score] !== undefined && <div key={score} className="field"><span className="label">{scoreName(score)}</span><Bar value={one.scores[score]} /></div>)}</section>}
          <ShownOn one={one} />
        </aside>
        <div className="stack">
          {say("quote") && <blockquote>“{say("quote")}”</blockquote>}
          {text && <p className="lines">{text}</p>}
          {say("bio") && <p className="lines quiet">{say("bio")}</p>}
          {profile.length > 0 && <Told list={profile} />}
          {empathy.length > 0 && <><h3>{t("Empathy map")}</h3><Told list={empathy} /></>}
          {say("evidence") && <><h3>{t("Where it comes from")}</h3><p className="lines quiet">{say("evidence")}</p></>}
          <TicketList of={one} />
        </div>
      </div>
    </article>
  );
}

function Told({ list }: { list: readonly (readonly [string, string])[] }): ReactNode {
  return <dl className="persona-told">{list.map(([name, text]) => <div key={name} className={name === "pains" ? "hurts" : ""}><dt>{fieldName(name)}</dt><dd className="lines">{text}</dd></div>)}</dl>;
}

function ShownOn({ one }: { one: Item }): ReactNode {
  const drawn = useQuery(maps(one.workspace_id));
  const shown = (drawn.data ?? []).filter((map) => one.maps.includes(map.id));
  if (!shown.length) return null;
  return <section><h3>{t("Shown on")}</h3><ul className="counts">{shown.map((map) => <li key={map.id}><Link to={`/maps/${map.id}`}>{localised(map.title, language()) || t("Untitled map")}</Link></li>)}</ul></section>;
}
