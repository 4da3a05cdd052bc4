/** A number of the map month by month and group by group: answers of their own, asked one after the other. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LEAST_N } from "../../charts/picture";
import type { Cell, Table, Column as TableColumn } from "../../charts/table";
import type { Live } from "../model/dresser";
import type { Figure } from "../model/types";
import { monthAfter, months } from "./months";
import { filterQuery, type Look } from "./state";
import { live, useSource } from "./useLive";

const MONTHS = 12;

/** Finds the number that is looked at in an answer. */
export type Pick = (data: Live) => Figure | null | undefined;

/** A part of the people or events to answer for: what it is called, and the filter that chooses it. */
export type Group = readonly [name: string, part: Partial<Look>];

/**
 * Return the answers for some groups, undefined while they are on their way. They are asked once for the data there were
 * when the panel was opened: what comes in every second would have them asked over and over.
 */
function useEach(id: string, look: Look, groups: readonly Group[]): readonly Live[] | undefined {
  const client = useQueryClient();
  const { path, version } = useSource(id);
  const [first, setFirst] = useState(version);
  if (!first && version) setFirst(version);
  const filters = groups.map(([, part]) => filterQuery({ ...look, ...part }));
  return useQuery({
    queryKey: ["each", path, first, ...filters], enabled: first !== "" && groups.length > 1, retry: false, staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const found: Live[] = [];
      for (const one of filters) {
        signal.throwIfAborted();
        found.push(await client.fetchQuery({ ...live(path, one, first), staleTime: Infinity }));
      }
      return found;
    },
  }).data;
}

/** Return the last months of what is looked at. */
function monthsIn(data: Live | undefined): string[] {
  const begin = data?.periods[0];
  return begin && data?.as_of ? months(begin, data.as_of).slice(-MONTHS) : [];
}

const NAMES: Record<string, string> = { share: "share", seconds: "median_s", count: "count", persons: "count" };
const column = (name: string, type: TableColumn["type"] = "number"): TableColumn => ({ name, type });
const cells = (one: Figure): Cell[] => [one.value, one.lo ?? null, one.hi ?? null, one.n ?? null];

/** Return a number over the months as the table of a chart, null where there are not two of them. */
export function useMonths(id: string, look: Look, data: Live | undefined, pick: Pick): Table | null {
  const list = monthsIn(data);
  const found = useEach(id, look, list.map((month): Group => [month, { from: month, to: monthAfter(month) }]));
  const rows = (found ?? []).flatMap((one, at): Cell[][] => {
    const figure = pick(one);
    const month = list[at] ?? "";
    const over = monthAfter(month) <= (data?.as_of ?? "");
    return figure && (over || (figure.n ?? 0) >= LEAST_N) ? [[`${month}T00:00:00Z`, ...cells(figure), over]] : []; // a month that has hardly begun tells nothing
  });
  const unit = data ? pick(data)?.unit : undefined;
  if (rows.length < 2) return null;
  return { columns: [column("from", "time"), column(NAMES[unit ?? ""] ?? "figure"), column("low"), column("high"), column("n", "whole"), column("complete", "flag")], rows };
}

/** Return a share by groups as the table of a chart, null where it is no share or there are not two of them. */
export function useGroups(id: string, look: Look, groups: readonly Group[], data: Live | undefined, pick: Pick): Table | null {
  const share = data !== undefined && pick(data)?.unit === "share";
  const found = useEach(id, look, share ? groups : []);
  const rows = (found ?? []).flatMap((one, at): Cell[][] => {
    const figure = pick(one);
    return figure?.n ? [[groups[at]?.[0] ?? "", ...cells(figure)]] : [];
  });
  if (!share || rows.length < 2) return null;
  return { columns: [column("value", "text"), column("share"), column("low"), column("high"), column("people", "whole")], rows: rows.sort((a, b) => Number(b[1]) - Number(a[1])) };
}
