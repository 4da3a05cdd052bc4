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

const NAMES = ["persona", "channel", "source", "from", "to", "segment", "measured", "live"] as const;
const FILTERS = ["persona", "channel", "source", "from", "to", "segment"] as const;

export function useLook(): [Look, (part: Partial<Look>) => void] {
  const address = useAddress();
  const look = useMemo(() => {
    const query = new URLSearchParams(address.split("?")[1] ?? "");
    return Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""])) as unknown as Look;
  }, [address]);
  return [look, (part) => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(part)) if (value) query.set(name, value);
    else query.delete(name);
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
