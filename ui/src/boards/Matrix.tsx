/** What to do first: opportunities and solutions by impact and effort, which are their scores. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Button, Check, Fault } from "../kit";
import { useMore } from "../kit/more";
import { useWhole } from "../kit/whole";
import type { Item, Me } from "../lib/api/contract";
import { number } from "../lib/format";
import { t } from "../lib/i18n";
import { workspaceOf } from "../app/workspace";
import { titleOf } from "../library/drafts";
import { ItemDialog, useKeeping } from "../library/ItemDialog";
import { itemStatus, kindName, worth } from "../library/kinds";
import { itemKinds, items } from "../library/queries";
import { Begin, Ghosts } from "./MatrixExample";
import { DRAGGED, Plane, type Standing } from "./Plane";
import { Present } from "./Present";
import { Steps } from "./steps";
import { TakingBack } from "./TakingBack";

type Scores = Record<string, number | null>;
const TOP = 10;
const AT_ONCE = 100;
const HEIGHTS = [5, 6, 4, 7, 3, 8, 2, 9, 1, 10, 0];
const ENDED = ["done", "dropped", "live"];

const corner = (one: Item): string => {
  const [impact, effort] = [one.scores.impact ?? 0, one.scores.effort ?? 0];
  if (impact >= TOP / 2) return effort < TOP / 2 ? t("quick win") : t("big bet");
  return effort < TOP / 2 ? t("maybe") : t("time sink");
};

function Corners(): ReactNode {
  return (
    <div className="corners" aria-hidden="true">
      <span>{t("quick wins")}</span><span>{t("big bets")}</span><span>{t("maybes")}</span><span>{t("time sinks")}</span>
    </div>
  );
}

export function Matrix({ who }: { who: Me }): ReactNode {
  const workspace = workspaceOf(who);
  const writable = workspace?.role === "owner" || workspace?.role === "editor";
  const all = useQuery(items(workspace?.id ?? ""));
  const kinds = useQuery(itemKinds);
  const keeping = useKeeping(workspace?.id ?? "");
  const [open, setOpen] = useState("");
  const [fresh, setFresh] = useState("");
  const [ended, setEnded] = useState(false);
  const place = useMutation({ mutationFn: ({ one, scores }: { one: Item; scores: Scores }) => keeping.change(one, { scores }) });
  const steps = useRef(new Steps()).current;
  const score = (one: Item, scores: Scores): void => {
    const was = place.isPending && place.variables.one.id === one.id ? place.variables.scores : one.scores;
    const before = { impact: was.impact ?? null, effort: was.effort ?? null };
    place.mutate({ one, scores });
    steps.did({ back: () => place.mutate({ one, scores: before }), forth: () => place.mutate({ one, scores }) });
  };
  const shown = (all.data ?? []).filter((one) => (one.kind === "opportunity" || one.kind === "solution") && (ended || !ENDED.includes(one.status)));
  const placed = shown.filter((one) => one.scores.impact !== undefined && one.scores.effort !== undefined).toSorted((a, b) => worth(b.scores) - worth(a.scores));
  const left = shown.filter((one) => !placed.includes(one));
  const things: Standing[] = placed.map((one) => {
    const waits = place.isPending && place.variables.one.id === one.id ? place.variables.scores : one.scores;
    return { id: one.id, label: titleOf(one), detail: `${kindName(one.kind)}, ${corner(one)}, ${t("impact {impact}, effort {effort}", { impact: number(waits.impact ?? 0), effort: number(waits.effort ?? 0) })}`, x: (waits.effort ?? 0) / TOP, y: 1 - (waits.impact ?? 0) / TOP, size: 13 + Math.min(5, one.parents.length) * 3, tone: one.kind };
  });
  const [ranked, more] = useMore(placed.length, AT_ONCE);
  const whole = useWhole(all.isFetched && kinds.isFetched);
  const bare = all.isSuccess && shown.length === 0;
  const find = (id: string): Item | undefined => shown.find((one) => one.id === id);
  const move = (id: string, x: number, y: number): void => {
    const one = find(id);
    if (one) score(one, { effort: Math.round(x * TOP * 2) / 2, impact: Math.round((1 - y) * TOP * 2) / 2 });
  };
  /** Put something near the middle where nothing stands yet, and stand on it, so that arrows move it on. */
  const putDown = (one: Item): void => {
    const effort = TOP / 2;
    const impact = HEIGHTS.find((height) => !placed.some((other) => other.scores.effort === effort && other.scores.impact === height)) ?? effort;
    setFresh(one.id);
    score(one, { impact, effort });
  };
  useEffect(() => {
    const found = fresh && document.querySelector<HTMLElement>(`[data-thing="${CSS.escape(fresh)}"]`);
    if (!found) return;
    found.focus();
    setFresh("");
  }, [fresh, all.data]);
  const chosen = find(open);
  const about = kinds.data?.find((one) => one.name === chosen?.kind);
  if (!whole) return <div aria-busy="true" />;
  return (
    <>
    <header className="row wrap"><h2 className="grow">{t("Opportunity matrix")}</h2><Present at="board:matrix" waiting={false} />{writable && <TakingBack steps={steps} />}</header>
    <div className="board-with-list">
      <div className="stack">
        <Fault error={all.error ?? place.error} />
        <div className="axes">
          <span className="axis up">{t("Impact")} →</span>
          <Plane at="board:matrix" label={t("Opportunity matrix")} things={things} step={1 / TOP} writable={writable} onMove={move} onOpen={setOpen}><Corners />{bare && <Ghosts />}</Plane>
          <span className="axis">{t("Effort")} →</span>
        </div>
        <p className="row wrap small quiet"><span className="row"><span className="dot key opportunity" /> {t("opportunity")}</span><span className="row"><span className="dot key solution" /> {t("solution")}</span><span>{t("The larger, the more insights ask for it.")}</span><Check label={t("Also those that are done")} value={ended} onChange={setEnded} /></p>
      </div>
      <div className="stack">
        {left.length > 0 && <h2>{t("Not placed yet")}</h2>}
        <ul className="list">{left.map((one) => <li key={one.id} draggable={writable} onDragStart={(event) => event.dataTransfer.setData(DRAGGED, one.id)}><div className="row"><button type="button" className="opening grow" onClick={() => setOpen(one.id)}>{titleOf(one)}</button>{writable && <Button onPress={() => putDown(one)}>{t("Place in the middle")}</Button>}</div></li>)}</ul>
        {bare && <Begin writable={writable} />}
        {!bare && <h2>{t("In this order")}</h2>}
        {!bare && placed.length === 0 && <p className="quiet">{t("Nothing is placed yet. Give opportunities an impact and an effort, here or in the library.")}</p>}
        <ol className="list ranked">{placed.slice(0, ranked).map((one) => <li key={one.id}><div className="row"><button type="button" className="opening grow" onClick={() => setOpen(one.id)}>{titleOf(one)}</button><span className="badge plain">{corner(one)}</span><span className="quiet small">{itemStatus(one.status)}</span></div></li>)}</ol>
        {more}
      </div>
      {chosen && about && <ItemDialog key={open} who={who} about={about} one={chosen} onClose={() => setOpen("")} />}
    </div>
    </>
  );
}
