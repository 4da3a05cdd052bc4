/** Searches for themes in what people said, and the themes they found. */

import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { tell } from "../../kit/toasts";
import { api, data } from "../../lib/api/client";
import type { Item, MiningRun, Quote, Theme } from "../../lib/api/contract";
import { day, number, percent } from "../../lib/format";
import { t } from "../../lib/i18n";
import { anew, every } from "../../lib/queries";

const LOOK_MS = 600;

const going = (run: MiningRun | undefined): boolean => run?.state === "waiting" || run?.state === "running";

export const runs = (w: string) => queryOptions({ queryKey: ["mining", w], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/mining", { params: { path: { workspace: w } } })), enabled: w !== "" });
export const run = (id: string) => queryOptions({ queryKey: ["mining run", id], queryFn: () => data(api.GET("/api/v1/mining/{run}", { params: { path: { run: id } } })), enabled: id !== "", refetchInterval: every(LOOK_MS, going) });
export const themes = (w: string) => queryOptions({ queryKey: ["themes", w], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/themes", { params: { path: { workspace: w } } })), enabled: w !== "" });
export const quotesOf = (theme: string) => queryOptions({ queryKey: ["theme quotes", theme], queryFn: () => data(api.GET("/api/v1/themes/{theme}/quotes", { params: { path: { theme } } })) });
export const evidence = (item: string) => queryOptions({ queryKey: ["evidence", item], queryFn: () => data(api.GET("/api/v1/items/{item}/quotes", { params: { path: { item } } })) });

export interface Wish {
  title: string;
  text: string;
  column: string;
  place: boolean;
}

interface Deciding {
  approve: UseMutationResult<Item, Error, Wish>;
  merge: UseMutationResult<Item, Error, string>;
  reject: UseMutationResult<unknown, Error, void>;
}

/** What may become of a theme. Rejecting and merging can be taken back; an insight is deleted where it is. */
export function useDeciding(w: string, one: Theme): Deciding {
  const client = useQueryClient();
  const path = { params: { path: { theme: one.id } } };
  const again = (): void => void Promise.all([anew(client, "themes", w), anew(client, "items", w), anew(client, "evidence")]);
  const reopen = (): void => void api.POST("/api/v1/themes/{theme}/reopen", path).then(again);
  return {
    approve: useMutation({ mutationFn: (body: Wish) => data(api.POST("/api/v1/themes/{theme}/approve", { ...path, body })), onSuccess: (made) => { tell(t("“{title}” is in the library", { title: made.title })); again(); } }),
    merge: useMutation({ mutationFn: (item: string) => data(api.POST("/api/v1/themes/{theme}/merge", { ...path, body: { item } })), onSuccess: (into) => { tell(t("Its quotes support “{title}” now", { title: into.title }), t("Undo"), reopen); again(); } }),
    reject: useMutation({ mutationFn: () => api.POST("/api/v1/themes/{theme}/reject", path), onSuccess: () => { tell(t("Not proposed again until it grows"), t("Undo"), reopen); again(); } }),
  };
}

const signed = (value: number): string => `${value > 0 ? "+" : value < 0 ? "−" : ""}${number(Math.abs(value), 2)}`;

/** How many people say it, with the interval. */
export function reach({ found }: Theme): string {
  const people = { n: number(found.speakers, 0), of: number(found.of, 0), share: percent(found.share) };
  return typeof found.lo !== "number" || typeof found.hi !== "number"
    ? t("{n} of {of} people say it ({share})", people)
    : t("{n} of {of} people say it ({share}, 95 % interval {lo} – {hi})", { ...people, lo: percent(found.lo), hi: percent(found.hi) });
}

/** How those feel who say it. */
export function feeling({ found }: Theme): string {
  if (typeof found.emotion !== "number") return "";
  const mean = signed(found.emotion);
  return typeof found.emotion_lo !== "number" || typeof found.emotion_hi !== "number" ? t("feeling {mean} (n {n}, too few for an interval)", { mean, n: number(found.n_felt, 0) }) : t("feeling {mean} ({lo} – {hi}, n {n})", { mean, lo: signed(found.emotion_lo), hi: signed(found.emotion_hi), n: number(found.n_felt, 0) });
}

/** What an insight says of where it comes from, for whoever approves to edit. */
export const description = (one: Theme): string => [reach(one), feeling(one), one.found.words.length ? t("in words such as {words}", { words: one.found.words.join(", ") }) : ""].filter(Boolean).join("; ") + ".";

/** Where a quote is from: its file and row, the day, and the channel. */
export const origin = (one: Quote): string => [one.source && t("{source}, row {row}", { source: one.source, row: number(one.row ?? 0, 0) }), one.at ? day(one.at) : "", one.channel].filter(Boolean).join(" · ");

export const STAGES: Record<string, () => string> = {
  "": () => t("Waiting for its turn …"),
  reading: () => t("Reading what people said …"),
  placing: () => t("Finding the step where each was said …"),
  grouping: () => t("Grouping what is alike …"),
  comparing: () => t("Comparing with the library …"),
};

export const SIDES: Record<string, () => string> = { "-1": () => t("pain"), "0": () => t("observation"), "1": () => t("gain") };
