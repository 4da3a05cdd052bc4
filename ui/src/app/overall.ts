/** A question over all maps: it lives in the address, so that it can be kept as a bookmark and sent to others. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { BASE, ask } from "../lib/api/client";
import type { Overall } from "../lib/api/contract";

export const FIELDS = ["q", "kind", "lane", "map", "evidence", "fresh", "persona", "touchpoint", "tag", "status", "owner", "emotion_below", "emotion_above"] as const;
export type Field = (typeof FIELDS)[number];
export type Asked = Partial<Record<Field, string>>;

/** Return what the address asks; numbers that are none are left out. */
export function askedIn(search: string): Asked {
  const given = new URLSearchParams(search);
  return Object.fromEntries(FIELDS.flatMap((name) => {
    const value = given.get(name) ?? "";
    const wrong = name.startsWith("emotion") && (value.trim() === "" || Number.isNaN(Number(value)));
    return value && !wrong ? [[name, value]] : [];
  })) as Asked;
}

export const inAddress = (asked: Asked): string => new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();

const path = (w: string, asked: Asked, end = ""): string => `/workspaces/${w}/overall${end}?${inAddress(asked)}`;

export const overall = (w: string, asked: Asked) => queryOptions({ queryKey: ["overall", w, inAddress(asked)], queryFn: ({ signal }) => ask<Overall>("GET", path(w, asked), undefined, signal), enabled: w !== "", placeholderData: keepPreviousData });

export const tableAddress = (w: string, asked: Asked): string => `${BASE}${path(w, asked, "/csv")}`;
