/** The numbers that moved since last week, in plain words; each leads to where it sits on the map. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Fault } from "../../kit";
import { ask } from "../../lib/api/client";
import { figure, figureName, number } from "../../lib/format";
import { heard } from "../../lib/heard";
import { msg, t } from "../../lib/i18n";
import { cardSpan } from "../model/tree";
import { localised, type Figure } from "../model/types";
import { useEditor, useView } from "../view/use";
import { filterQuery } from "./state";
import { useFacts, useLive } from "./useLive";

export interface Move {
  element: string;
  figure: string;
  before: Figure;
  now: Figure;
  title: string;
  /** 95% interval of the difference, as shares. */
  low: number;
  high: number;
  verdict: "better" | "worse" | "higher" | "lower";
  sentence: string;
  /** Keys of the cards that stand there. */
  cards: readonly string[];
}

const MOST_CARDS = 3;

interface Moves {
  moved: Move[];
  days: number;
  why: string;
}

export function useMoved(id: string): { moves: readonly Move[]; why: string; error: unknown; pending: boolean } {
  const { look } = useLive(id);
  const { facts } = useFacts(id);
  const filters = filterQuery(look);
  const found = useQuery({ queryKey: ["moved", id, filters, facts?.newest_at?.slice(0, 13)], queryFn: () => ask<Moves>("GET", `/maps/${id}/moved${filters ? `?${filters}` : ""}`), enabled: Boolean(facts && !facts.empty), retry: false });
  return { moves: found.data?.moved ?? [], why: heard(found.data?.why ?? ""), error: found.error, pending: found.isPending };
}

/** What is said of a figure that rose, and of one that fell. */
const WORDS: Record<string, readonly [string, string]> = {
  reach: [msg("more people come here, {now} instead of {before}"), msg("fewer people come here, {now} instead of {before}")],
  conversion: [msg("more go on to the next step, {now} instead of {before}"), msg("fewer go on to the next step, {now} instead of {before}")],
  conversion_goal: [msg("more reach the goal, {now} instead of {before}"), msg("fewer reach the goal, {now} instead of {before}")],
  drop_off: [msg("more leave here for good, {now} instead of {before}"), msg("fewer leave here for good, {now} instead of {before}")],
  returns: [msg("more come back, {now} instead of {before}"), msg("fewer come back, {now} instead of {before}")],
};

export function MoveLine({ move }: { move: Move }): ReactNode {
  const view = useView();
  const key = move.element.split(":").at(-1) ?? "";
  const title = localised(view.tree.index.get(key)?.title, view.scene.locale) || move.title;
  const up = move.now.value > move.before.value;
  const values = { what: figureName(move.figure), before: figure(move.before), now: figure(move.now) };
  const words = WORDS[move.figure]?.[up ? 0 : 1] ?? (up ? msg("{what} rose from {before} to {now}") : msg("{what} fell from {before} to {now}"));
  const points = (share: number): string => number(100 * share).replace(/^(?=\d)/, "+");
  return (
    <span>
      <i className={`verdict ${move.verdict}`} aria-hidden="true">{up ? "▲" : "▼"}</i> <strong>{title}</strong>: {t(words, values)}{" "}
      <span className="quiet small">{t("n {n}; the difference is {low} to {high} points", { n: number(move.now.n ?? 0, 0), low: points(move.low), high: points(move.high) })}</span>
    </span>
  );
}

/** The cards a move sits on, each a way to it. */
function On({ move }: { move: Move }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const cards = move.cards.flatMap((key) => { const card = view.cards.get(key); return card && localised(card.text, view.scene.locale) ? [card] : []; }).slice(0, MOST_CARDS);
  if (!cards.length) return null;
  return (
    <span className="small quiet row wrap">
      {t("Cards there:")} {cards.map((card) => <button key={card.key} type="button" className="link one-line" title={localised(card.text, view.scene.locale)} onClick={() => editor.focus({ kind: "card", key: card.key, column: cardSpan(view.tree, card)?.[0] ?? 0 })}>{localised(card.text, view.scene.locale)}</button>)}
    </span>
  );
}

export function Moved({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  const { moves, why, error, pending } = useMoved(id);
  if (error) return <Fault error={error} />;
  if (pending) return <p className="quiet" role="status">{t("Counting …")}</p>;
  if (!moves.length) return <p className="quiet">{why || t("Nothing moved by more than chance since last week.")}</p>;
  const stand = (move: Move): void => {
    const key = move.element.split(":").at(-1) ?? "";
    if (editor.view.tree.index.has(key)) editor.focus({ kind: "column", key });
  };
  return (
    <>
      <p className="small quiet">{t("The last seven days beside the seven before; only what is more than chance.")}</p>
      <ul className="list">{moves.map((move) => <li key={`${move.element}/${move.figure}`}><button type="button" className="finding plain" onClick={() => stand(move)}><MoveLine move={move} /></button><On move={move} /></li>)}</ul>
    </>
  );
}
