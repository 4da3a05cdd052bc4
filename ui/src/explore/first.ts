/** A question to begin with, so that a page shows something before anybody filled in anything. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ask } from "../lib/api/client";
import type { Summary } from "../lib/api/contract";
import { language } from "../lib/i18n";
import { maps } from "../lib/queries";
import { treeOf } from "../maps/model/tree";
import { localised, type Column, type Touchpoint } from "../maps/model/types";
import { missingFields } from "./address";
import type { Asked } from "./asking";
import { quoted } from "./selecting";
import type { Fields, Known, Question } from "./types";

const MOST_STEPS = 6;
const LEAST_STEPS = 2;
const OF_EVENTS = 4;
const MOST_MAPS = 6;

export interface Step {
  name: string[];
  label?: string;
}

export interface Drawn {
  columns?: readonly Column[];
  touchpoints?: readonly Touchpoint[];
  /** Key of the column that is the goal. */
  goal?: string;
}

/** Return the way through a map up to its goal: of each stage the step most people reach, as the events that are it. */
export function wayThrough({ columns = [], touchpoints = [], goal }: Drawn, locale: string): Step[] {
  const named = new Map(touchpoints.map((one) => [one.key, one.where?.name ?? []]));
  const reach = (one: Column): number => one.figures?.reach?.numerator ?? 0;
  const stages = new Map<string, { column: Column; name: string[] }>();
  for (const column of treeOf([...columns]).leaves) {
    const name = [...new Set((column.matches ?? []).flatMap((key) => named.get(key) ?? []))];
    const stage = column.parent ?? column.key;
    const known = stages.get(stage);
    if (name.length && (!known || column.key === goal || reach(column) > reach(known.column))) stages.set(stage, { column, name });
    if (column.key === goal) break;
  }
  const steps = [...stages.values()].map(({ column, name }): Step => ({ name, label: localised(column.title, locale) || column.key }));
  return steps.length > MOST_STEPS ? [...steps.slice(0, MOST_STEPS - 1), ...steps.slice(-1)] : steps;
}

/** Return the most frequent events, the most frequent first: those after it are mostly further on. */
export const ofEvents = (known: Known): Step[] => known.events.slice(0, OF_EVENTS).map((one) => ({ name: [one.name] }));

/** Return what a kind of question can begin with. */
export function firstFields(question: Question, steps: readonly Step[]): Fields {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || steps.length < LEAST_STEPS) return {};
  const all: Fields = {
    steps, starts: [first], start: first, goals: [last], end: last, conversions: [last],
    metric: `share of ${quoted(last.name[0] ?? "")} among ${quoted(first.name[0] ?? "")} within 30 d`,
  };
  return Object.fromEntries(missingFields(question, {}).flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
}

/** Return the maps a question may be about: those that rest on data first, of these the newest. */
export function likeliest(drawn: readonly Pick<Summary, "id" | "columns" | "updated_at" | "trust">[]): string[] {
  const supported = (one: Pick<Summary, "trust">): number => Number(one.trust.supported > 0);
  return drawn.filter((one) => one.columns > 0).toSorted((one, other) => supported(other) - supported(one) || other.updated_at.localeCompare(one.updated_at)).slice(0, MOST_MAPS).map((one) => one.id);
}

/** Return the first of some maps that says of enough steps which events they are; null where none does. */
async function firstBound(ids: readonly string[]): Promise<{ id: string; way: Step[] } | null> {
  for (const id of ids) {
    const way = wayThrough(await ask<Drawn>("GET", `/maps/${id}/map`), language());
    if (way.length >= LEAST_STEPS) return { id, way };
  }
  return null;
}

const NO_WAY: Step[] = [];

/** Return the map that questions are about as long as nobody says another one, with the way through it. */
export function useBound(w: string): { id: string; way: Step[]; pending: boolean } {
  const drawn = useQuery(maps(w));
  const maybe = likeliest(drawn.data ?? []);
  const bound = useQuery({ queryKey: ["bound", language(), ...maybe], queryFn: () => firstBound(maybe), enabled: maybe.length > 0 });
  return { id: bound.data?.id ?? "", way: bound.data?.way ?? NO_WAY, pending: drawn.isPending || (maybe.length > 0 && bound.isPending) };
}

/** Fill in what a question needs and nobody filled in yet, once; return whether this was done, and whether it is still to come. */
export function useFirst(w: string, question: Question, known: Known, [asked, set]: [Asked, (part: Partial<Asked>) => void]): { begun: boolean; pending: boolean } {
  const { id: best, way: through, pending } = useBound(w);
  const done = useRef("");
  const [filled, setFilled] = useState("");
  const ready = !pending && known.events.length > 0;
  const lacks = missingFields(question, asked.fields).filter((name) => !(asked.map && name === "steps"));
  useEffect(() => {
    if (!ready || done.current === question.name) return;
    done.current = question.name;
    if (!lacks.length) return;
    if (question.takes_map && lacks.includes("steps")) {
      if (best) set({ map: best });
      setFilled(best ? question.name : "");
      return;
    }
    const seen = new Set(known.events.map((one) => one.name));
    const way = through.filter((one) => one.name.some((name) => seen.has(name)));
    const fields = firstFields(question, way.length >= LEAST_STEPS ? way : ofEvents(known));
    const wanted = Object.fromEntries(Object.entries(fields).filter(([name]) => lacks.includes(name)));
    if (!Object.keys(wanted).length) return;
    setFilled(question.name);
    set({ fields: { ...asked.fields, ...wanted } });
  }, [ready, best, question, known, through, asked, lacks, set]);
  return { begun: filled === question.name, pending: !ready };
}
