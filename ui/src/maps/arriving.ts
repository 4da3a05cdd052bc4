/** Come to what a link to a map names: `?at=cards/KEY`, `columns/KEY` (also `stages/` and `steps/`) or `lanes/KEY`. */

import { useEffect, useState } from "react";
import { tell } from "../kit/toasts";
import { t } from "../lib/i18n";
import { useQueryState } from "../lib/router";
import type { Editor } from "./editor";
import { boxOf, type Cell } from "./model/moving";
import { cellOf } from "./showing";

const HANDS = ["pointerdown", "wheel", "keydown", "touchstart"] as const; // whoever does anything has arrived
const COLUMNS = /^(stages|steps)\//;
const SHOWN = /^(cards|columns|lanes)\/./;

const without = (set: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> => (keys.some((key) => set.has(key)) ? new Set([...set].filter((one) => !keys.includes(one))) : set);

/** Return a step with the stages around it, the step itself only where `own`. */
function around({ view: { tree } }: Editor, key: string, own: boolean): string[] {
  const found: string[] = own ? [key] : [];
  for (let at = tree.index.get(key)?.parent; at; at = tree.index.get(at)?.parent) found.push(at);
  return found;
}

/** Unfold, show again and let through the filter whatever a cell is in. */
export function uncover(editor: Editor, cell: Cell): void {
  const { view } = editor;
  const card = cell.kind === "card" ? view.cards.get(cell.key) : undefined;
  const lane = cell.kind === "lane" ? cell.key : card?.lane ?? view.lanes.find((one) => cell.kind === "card" && cell.key.startsWith(`:${one.key}:`))?.key ?? "";
  const leaf = cell.kind === "card" ? view.tree.leaves[cell.column]?.key : undefined;
  const stages = cell.kind === "column" ? around(editor, cell.key, false) : leaf ? around(editor, leaf, true) : [];
  const { hiddenLanes, foldedStages, foldedLanes } = editor.state;
  const next = { hiddenLanes: without(hiddenLanes, [lane]), foldedStages: without(foldedStages, stages) };
  if (next.hiddenLanes !== hiddenLanes || next.foldedStages !== foldedStages) editor.set(next);
  const folded = Boolean(view.lanes.find((one) => one.key === lane)?.collapsed) !== foldedLanes.has(lane);
  if (cell.kind === "card" && folded) editor.fold("foldedLanes", lane);
  if (!boxOf(editor.layout(), view.tree, cell)) editor.keep(card ? [card.key] : (view.byLane.get(lane) ?? []).map((one) => one.key));
}

/** Stand on what was asked for, and keep it in sight while figures and letters still come; say whether it is there. */
function arrive(editor: Editor, element: string): boolean {
  const cell = cellOf(editor, element);
  if (!cell) return false;
  uncover(editor, cell);
  editor.arriving = cell;
  editor.focus(cell);
  return true;
}

/** Go where the address says once the map is open (`opened`). */
export function useArrival(editor: Editor, opened: boolean): void {
  const [at, setAt] = useQueryState("at");
  const [goal, setGoal] = useState("");

  useEffect(() => {
    if (!at || !opened) return;
    setGoal(at.replace(COLUMNS, "columns/"));
    setAt("");
  }, [at, opened, setAt]);

  useEffect(() => {
    if (!SHOWN.test(goal)) return undefined;
    const { session } = editor;
    const look = (): void => {
      const there = arrive(editor, goal);
      if (!there && !session.state().whole) return; // it may still be on its way
      if (!there) tell(t("What this link leads to is no longer on the map."));
      setGoal("");
    };
    look();
    const stops = [session.store.subscribe(look), session.subscribe(look)];
    return () => stops.forEach((stop) => stop());
  }, [goal, editor]);

  useEffect(() => {
    const stay = (): void => { editor.arriving = null; };
    HANDS.forEach((one) => addEventListener(one, stay, { capture: true, passive: true }));
    return () => HANDS.forEach((one) => removeEventListener(one, stay, { capture: true }));
  }, [editor]);
}
