/** Questions to the server about data, by what they are. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { ask, Problem } from "../lib/api/client";
import { heard } from "../lib/heard";
import { t } from "../lib/i18n";
import { every } from "../lib/queries";
import type { Answer, Exploration, Facts, Fields, Known, Person, Question } from "./types";

/** Return questions described in the language of the pages. */
const inOurs = (list: readonly Question[]): Question[] =>
  list.map((one) => ({ ...one, title: heard(one.title), about: heard(one.about), explain: heard(one.explain), fields: one.fields.map((field) => ({ ...field, about: heard(field.about) })) }));

const NOTHING: Known = { events: [], total: 0, channels: {}, sources: {}, pages: {}, properties: [], traits: [] };
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 1500;

export const questions = (w: string) => queryOptions({ queryKey: ["questions", w], queryFn: () => ask<Question[]>("GET", `/workspaces/${w}/questions`), select: inOurs, staleTime: Infinity, enabled: w !== "" });
export const facts = (w: string, ms: number | false = false) => queryOptions({ queryKey: ["facts", w], queryFn: () => ask<Facts>("GET", `/workspaces/${w}/facts`), enabled: w !== "", refetchInterval: every(ms) });
export const known = (w: string, version: string) => queryOptions({ queryKey: ["known", w, version], queryFn: () => ask<Known>("GET", `/workspaces/${w}/events?limit=500`), enabled: w !== "" });
export const explorations = (w: string) => queryOptions({ queryKey: ["explorations", w], queryFn: () => ask<Exploration[]>("GET", `/workspaces/${w}/explorations`), enabled: w !== "" });
export const person = (w: string, id: string, map: string) => queryOptions({ queryKey: ["person", w, id, map], queryFn: () => ask<Person>("GET", `/workspaces/${w}/person?id=${encodeURIComponent(id)}${map ? `&map=${map}` : ""}`), retry: false });

/** Return what can be picked, and how often each was seen; it follows the data. */
export function useKnown(w: string): Known {
  const version = useQuery(facts(w)).data?.version ?? "";
  const found = useQuery({ ...known(w, version), enabled: version !== "", placeholderData: (before) => before });
  return found.data ?? NOTHING;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("aborted", "AbortError"));
    });
  });

export interface Asked {
  analysis: string;
  fields: Fields;
  like: string;
  map: string;
}

/** Ask, say how it goes, and return the answer; a question nobody waits for any longer is stopped on the server too. */
export async function answered(w: string, asked: Asked, signal: AbortSignal, heard: (share: number) => void): Promise<Answer> {
  const left = new AbortController();
  const stop = (): void => left.abort();
  addEventListener("pagehide", stop); // a closed page waits for nothing either
  try {
    return await followed(w, asked, AbortSignal.any([signal, left.signal]), heard);
  } finally {
    removeEventListener("pagehide", stop);
  }
}

async function followed(w: string, { analysis, fields, like, map }: Asked, signal: AbortSignal, heard: (share: number) => void): Promise<Answer> {
  let answer = await ask<Answer>("POST", `/workspaces/${w}/answers`, { analysis, fields, ...(like ? { like } : {}), ...(map ? { map_id: map } : {}) }, signal);
  try {
    for (let wait = FIRST_WAIT_MS; answer.state === "running" || answer.state === "waiting"; wait = Math.min(wait * 1.4, LONGEST_WAIT_MS)) {
      heard(answer.progress);
      await pause(wait, signal);
      answer = await ask<Answer>("GET", `/answers/${answer.id}`, undefined, signal);
    }
  } catch (error) {
    if (signal.aborted) void ask("DELETE", `/answers/${answer.id}`).catch(() => undefined);
    throw error;
  }
  if (answer.state === "failed") throw new Problem(400, answer.problem || t("The question could not be answered."), answer.hint);
  return marked(answer);
}

/** Say which tables hold shares in a column whose name does not tell. */
function marked(answer: Answer): Answer {
  if (!/^(share|csat)/.test(answer.rules.metric ?? "")) return answer;
  return { ...answer, tables: Object.fromEntries(Object.entries(answer.tables).map(([name, table]) => [name, { ...table, shares: true }])) };
}
