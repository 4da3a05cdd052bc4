/** What of the data is looked at, as it stands in the address. */

import { useMemo } from "react";
import { go, useAddress } from "../../lib/router";

export interface Look {
  persona: string;
  channel: string;
  source: string;
  from: string;
  to: string;
  segment: string;
  measured: string;
  live: string;
}

/** Names in the address; `persona`, `channel` and `evidence` there are the filter of cards. */
const NAMES: Record<keyof Look, string> = { persona: "people", channel: "via", source: "source", from: "from", to: "to", segment: "who", measured: "measured", live: "live" };
const FILTERS = ["persona", "channel", "source", "from", "to", "segment"] as const;

export function useLook(): [Look, (part: Partial<Look>) => void] {
  const address = useAddress();
  const look = useMemo(() => {
    const query = new URLSearchParams(address.split("?")[1] ?? "");
    return Object.fromEntries(Object.entries(NAMES).map(([name, ours]) => [name, query.get(ours) ?? ""])) as unknown as Look;
  }, [address]);
  return [look, (part) => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(part)) if (value) query.set(NAMES[name as keyof Look], value);
    else query.delete(NAMES[name as keyof Look]);
    const text = query.toString();
    go(location.pathname + (text ? `?${text}` : ""), true);
  }];
}

/** Return the filters as the server is asked by them. */
export function filterQuery(look: Look): string {
  const query = new URLSearchParams();
  for (const name of FILTERS) if (look[name]) query.set(name, name === "from" || name === "to" ? instant(look[name]) : look[name]);
  return query.toString();
}

/** The same in the body of a request. */
export function filterBody({ persona, segment, channel, source, from, to }: Look): Record<string, string> {
  const given = { persona, segment, channel, source, since: from && instant(from), until: to && instant(to) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value));
}

const instant = (day: string): string => (day.length === 10 ? `${day}T00:00:00Z` : day);

export const filtered = (look: Look): boolean => FILTERS.some((name) => look[name] !== "");
