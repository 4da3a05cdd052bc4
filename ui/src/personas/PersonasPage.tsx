/** Whom the maps are about: all personas, one of them, or some beside each other. */

import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault } from "../kit";
import type { Item, Me } from "../lib/api/contract";
import { t } from "../lib/i18n";
import { Link, useQueryState } from "../lib/router";
import { workspaceOf } from "../app/workspace";
import { titleOf } from "../library/drafts";
import { itemStatus } from "../library/kinds";
import { itemKinds, items } from "../library/queries";
import { Compare } from "./Compare";
import { Face } from "./Face";
import { PersonaPage } from "./PersonaPage";
import { SegmentSize } from "./Segment";
import { isTold, Sheet } from "./Sheet";
import { arranged } from "./hierarchy";

const MOST = 4;

export default function PersonasPage({ who, id }: { who: Me; id: string }): ReactNode {
  const workspace = workspaceOf(who)?.id ?? "";
  const list = useQuery(items(workspace, "persona"));
  const kinds = useQuery(itemKinds);
  const [compared, setCompared] = useQueryState("compare");
  const [editing] = useQueryState("edit");
  const about = kinds.data?.find((one) => one.name === "persona");
  if (!list.data || !about) return <Fault error={list.error ?? kinds.error} />;
  const one = list.data.find((persona) => persona.id === id);
  const chosen = compared.split(" ").flatMap((key) => list.data.find((persona) => persona.id === key) ?? []);
  const here = workspaceOf(who)?.role;
  const writable = here === "owner" || here === "editor";
  if (one && !(writable && (editing || !isTold(one)))) return <Sheet one={one} about={about} writable={writable} />;
  if (id === "new" || one) return <PersonaPage key={id} who={who} about={about} one={one ?? null} />;
  if (chosen.length > 1) return <Compare list={chosen} about={about} workspace={workspace} onClose={() => setCompared("")} />;
  return <All who={who} list={list.data} onCompare={(ids) => setCompared(ids.join(" "))} />;
}

function ExamplePersona(): ReactNode {
  return (
    <figure className="example">
      <figcaption className="small quiet">{t("This is what one looks like:")}</figcaption>
      <div className="example-item beside-face">
        <Face id="anna" />
        <div className="stack">
          <strong>{t("Anna, careful comparer")}</strong>
          <span className="small">“{t("I want to know what delivery costs before I fall in love with a lamp.")}”</span>
          <span className="row wrap small quiet"><span className="badge plain">{itemStatus("validated")}</span><span>{t("did Order at least 2 times")}</span></span>
        </div>
      </div>
    </figure>
  );
}

function All({ who, list, onCompare }: { who: Me; list: readonly Item[]; onCompare: (ids: string[]) => void }): ReactNode {
  const workspace = workspaceOf(who);
  const writable = workspace?.role === "owner" || workspace?.role === "editor";
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (id: string): void => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-MOST));
  if (list.length === 0) {
    return (
      <section className="nothing-yet">
        <h2>{t("Nobody here yet")}</h2>
        <p className="quiet">{t("A persona is a group of customers who live the journey alike: who they are, what they want, what they say, think, do and feel. With a rule over real people it tells how many there are, and goes on telling.")}</p>
        {writable && <div className="row"><Link to="/library/persona/new" className="button primary">{t("Add a persona")}</Link></div>}
        <ExamplePersona />
      </section>
    );
  }
  return (
    <>
      <div className="row wrap">
        <span className="grow quiet">{t("Choose two to four to see them beside each other.")}</span>
        <Button isDisabled={chosen.length < 2} onPress={() => onCompare([...chosen])}>{t("Compare")}</Button>
        {writable && <Link to="/library/persona/new" className="button primary">{t("Add a persona")}</Link>}
      </div>
      <ul className="personas">
        {arranged(list).map(({ one, depth }) => (
          <li key={one.id} className="persona-card" style={{ marginInlineStart: depth * 28 }}>
            <input type="checkbox" aria-label={t("Compare {name}", { name: titleOf(one) })} checked={chosen.includes(one.id)} onChange={() => toggle(one.id)} />
            <Face id={one.id} photo={one.fields.photo} />
            <div className="grow">
              <h2><Link to={`/library/persona/${one.id}`}>{titleOf(one)}</Link></h2>
              <p className="small">{one.fields.quote ? `“${one.fields.quote}”` : one.text}</p>
              <p className="row wrap small quiet"><span className="badge plain">{itemStatus(one.status)}</span>{one.owner && <span>{one.owner}</span>}{one.fields.segment && <SegmentSize workspace={workspace?.id ?? ""} who={one.fields.segment} short />}{one.maps.length > 0 && <span>{t("{n, plural, one {# map} other {# maps}}", { n: one.maps.length })}</span>}</p>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
