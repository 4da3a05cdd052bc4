/** What the team knows, edited once and shown on every map. */

import { useQuery } from "@tanstack/react-query";
import { lazy, useEffect, useState, type ReactNode } from "react";
import { Button, Fault } from "../kit";
import { useMore } from "../kit/more";
import { useWhole } from "../kit/whole";
import type { Brought, Item, LinkState, Me } from "../lib/api/contract";
import { ago, number } from "../lib/format";
import { useHall } from "../lib/hall";
import { t } from "../lib/i18n";
import { go, Link, useQueryState } from "../lib/router";
import { workspaceOf } from "../app/workspace";
import { titleOf } from "./drafts";
import { BringIn, Outcome } from "./BringIn";
import { Example } from "./Example";
import { ItemDialog } from "./ItemDialog";
import { itemStatus, KIND_NAMES, kindName, kindWord, scoreName, worth } from "./kinds";
import { itemKinds, items, tickets } from "./queries";
import { AskNow, Links } from "./Tickets";

const Personas = lazy(() => import("../personas/PersonasPage"));
const Themes = lazy(() => import("./mining/ThemesPage"));
const Boards = lazy(() => import("../boards/BoardsPage"));

export default function LibraryPage({ who, section, id }: { who: Me; section: string; id: string }): ReactNode {
  const current = section || "insight";
  useHall(workspaceOf(who)?.id ?? "", current === "boards" && id ? `board:${id}` : current);
  useEffect(() => {
    // It returns a promise in newer browsers: an effect may return nothing but what clears up after it.
    void document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [current]);
  return (
    <main className="page wide">
      <header className="page-head"><h1>{t("Library")}</h1></header>
      <nav className="tabs" aria-label={t("Library")}>
        {[...Object.keys(KIND_NAMES), "themes", "boards"].map((one) => (
          <Link key={one} to={`/library/${one}`} {...(one === current ? { "aria-current": "page" as const } : {})}>{one === "boards" ? t("Boards") : one === "themes" ? t("What people said") : kindName(one)}</Link>
        ))}
      </nav>
      {current === "persona" ? <Personas who={who} id={id} /> : current === "themes" ? <Themes who={who} /> : current === "boards" ? <Boards who={who} id={id} /> : <Kind key={current} who={who} kind={current} />}
    </main>
  );
}

const ABOUT: Record<string, () => string> = {
  insight: () => t("A pain, a gain or a need, with what says so. Put it on as many maps as you like: it is edited once and changes on all of them."),
  opportunity: () => t("Something worth making better, because of insights. Impact and effort place it on the opportunity matrix."),
  solution: () => t("What the team does about opportunities, with its ticket and how far it is."),
  touchpoint: () => t("Where customers and you meet. One list for all maps, so that the same thing has the same name everywhere."),
  channel: () => t("What contacts go through: shop, app, mail, phone."),
  stakeholder: () => t("Who else has a part in what customers live through. Lay them out on a stakeholder map."),
};

const AT_ONCE = 100;
const FROM_FILES = new Set(["insight", "opportunity", "solution"]); // kinds that files of other tools have

function Kind({ who, kind }: { who: Me; kind: string }): ReactNode {
  const [brought, setBrought] = useState<Brought | null>(null);
  return (
    <>
      <OfKind who={who} kind={kind} onBrought={setBrought} />
      {brought && <Outcome of={brought} onClose={() => setBrought(null)} />}
    </>
  );
}

function OfKind({ who, kind, onBrought }: { who: Me; kind: string; onBrought: (brought: Brought) => void }): ReactNode {
  const workspace = workspaceOf(who);
  const list = useQuery(items(workspace?.id ?? "", kind));
  const kinds = useQuery(itemKinds);
  const told = useQuery(tickets(workspace?.id ?? ""));
  const about = kinds.data?.find((one) => one.name === kind);
  const whole = useWhole(list.isFetched && kinds.isFetched && told.isFetched);
  const [open, setOpen] = useQueryState("item");
  const [words, setWords] = useState("");
  const [status, setStatus] = useState("");
  const writable = workspace?.role === "owner" || workspace?.role === "editor";
  const wanted = words.trim().toLocaleLowerCase();
  const shown = (list.data ?? []).filter((one) => (!status || one.status === status) && `${one.title} ${titleOf(one)} ${one.text} ${one.owner} ${one.tags.join(" ")}`.toLocaleLowerCase().includes(wanted));
  const chosen = open === "new" ? null : list.data?.find((one) => one.id === open);
  if (list.isPending || !whole) return <div aria-busy="true" />;
  if (list.isSuccess && list.data.length === 0 && !open) {
    return (
      <section className="nothing-yet">
        <h2>{t("Nothing here yet")}</h2>
        <p className="quiet">{ABOUT[kind]?.()}</p>
        {writable && <div className="row"><Button kind="primary" onPress={() => setOpen("new")}>{t("Add {what}", { what: kindWord(kind) })}</Button>{FROM_FILES.has(kind) && <BringIn workspace={workspace.id} onDone={onBrought} />}{kind === "insight" && <Mine />}</div>}
        <Example kind={kind} about={about} />
      </section>
    );
  }
  return (
    <>
      <Fault error={list.error} />
      <div className="row wrap filters">
        <input className="input" type="search" value={words} aria-label={t("Search the library")} placeholder={t("Search the library")} onChange={(event) => setWords(event.target.value)} />
        <select className="input" aria-label={t("Status")} value={status} onChange={(event) => setStatus(event.target.value)}>
          <option value="">{t("any status")}</option>
          {about?.statuses.map((one) => <option key={one} value={one}>{itemStatus(one)}</option>)}
        </select>
        <span className="grow" />
        {writable && list.data?.some((one) => told.data?.some((each) => each.item_id === one.id)) && <AskNow workspace={workspace.id} />}
        {writable && kind === "insight" && <Mine />}
        {writable && FROM_FILES.has(kind) && <BringIn workspace={workspace.id} onDone={onBrought} />}
        {writable && <Button kind="primary" onPress={() => setOpen("new")}>{t("Add {what}", { what: kindWord(kind) })}</Button>}
      </div>
      <Items list={shown} told={told.data ?? []} scores={about?.scores ?? []} onOpen={setOpen} />
      {shown.length === 0 && (list.data?.length ?? 0) > 0 && <p className="quiet">{t("Nothing is called that.")}</p>}
      {about && (open === "new" || chosen) && <ItemDialog key={open} who={who} about={about} one={chosen ?? null} onClose={() => setOpen("")} />}
    </>
  );
}

/** The way from a list of insights to finding more of them. */
function Mine(): ReactNode {
  return <Link to="/library/themes" className="button">{t("Find insights in what people said")}</Link>;
}

function Items({ list, told, scores, onOpen }: { list: readonly Item[]; told: readonly LinkState[]; scores: readonly string[]; onOpen: (id: string) => void }): ReactNode {
  const [by, setBy] = useState("");
  const sorted = by === "worth" ? list.toSorted((a, b) => worth(b.scores) - worth(a.scores)) : by ? list.toSorted((a, b) => (b.scores[by] ?? -1) - (a.scores[by] ?? -1)) : list;
  const [stand, more] = useMore(sorted.length, AT_ONCE);
  const heading = (score: string): ReactNode => (
    <th key={score} aria-sort={by === score ? "descending" : "none"}><button type="button" className="sorting" onClick={() => setBy(by === score ? "" : score)}>{scoreName(score)}{by === score ? " ↓" : ""}</button></th>
  );
  if (list.length === 0) return null;
  return (
    <div className="scrolls">
      <table className="table">
        <thead><tr><th>{t("What")}</th><th>{t("Status")}</th><th>{t("Owner")}</th>{scores.map(heading)}<th>{t("On maps")}</th><th>{t("Changed")}</th></tr></thead>
        <tbody>
          {sorted.slice(0, stand).map((one) => (
            <tr key={one.id}>
              <td className="what"><button type="button" className="opening" onClick={() => onOpen(one.id)}>{titleOf(one)}</button>{one.tags.map((tag) => <span key={tag} className="badge plain">{tag}</span>)}<Links of={one} told={told} /></td>
              <td><span className="badge plain">{itemStatus(one.status)}</span></td>
              <td>{one.owner}</td>
              {scores.map((score) => <td key={score} className="figure">{one.scores[score] === undefined ? "" : number(one.scores[score], 1)}</td>)}
              <td className="figure">{one.maps.length || ""}</td>
              <td className="quiet when">{ago(one.changed_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </div>
  );
}

/** Open an item where it lives. */
export const showItem = (one: Item): void => go(one.kind === "persona" ? `/library/persona/${one.id}` : `/library/${one.kind}?item=${one.id}`);
