/** The quotes that something rests on, each with where it is from. */

import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button } from "../../kit";
import type { Quote } from "../../lib/api/contract";
import { number } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Link } from "../../lib/router";
import { useSteps } from "./Begin";
import { evidence, origin } from "./mining";

const FIRST = 3;

const LONG = 24; // characters of a name, beyond which it is a hash

const shortened = (who: string): string => (who.length > LONG ? `${who.slice(0, LONG - 6)}…` : who);

export function Quotes({ list }: { list: readonly Quote[] }): ReactNode {
  return (
    <ul className="quotes">
      {list.map((one) => (
        <li key={one.ref}>
          <blockquote lang={one.lang || undefined}>{one.before && <span className="quiet">{one.before} </span>}{one.text}{one.after && <span className="quiet"> {one.after}</span>}</blockquote>
          <p className="quiet small">{one.who && (one.known ? <Link to={`/explore/person?id=${encodeURIComponent(one.who)}`} title={one.who}>{shortened(one.who)}</Link> : one.who)}{one.who && " · "}{origin(one)}</p>
        </li>
      ))}
    </ul>
  );
}

/** A step, by the name it has on its map, with the way there. */
export function Step({ map, column }: { map: string; column: string }): ReactNode {
  const title = useSteps(map).find(([key]) => key === column)?.[1].trim();
  return title ? <Link to={`/maps/${map}?at=columns/${encodeURIComponent(column)}`} className="badge">{title}</Link> : null;
}

/** What people said that an insight rests on; nothing where it was typed in. */
export function Evidence({ item }: { item: string }): ReactNode {
  const [all, setAll] = useState(false);
  const list = useQuery(evidence(item));
  if (!list.data?.length) return null;
  return (
    <div className="field">
      <span className="label">{t("What people said ({n})", { n: number(list.data.length, 0) })}</span>
      <p className="row wrap">{[...new Map(list.data.filter((one) => one.map_id && one.column).map((one) => [`${one.map_id}/${one.column}`, one])).values()].map((one) => <Step key={`${one.map_id}/${one.column}`} map={one.map_id ?? ""} column={one.column ?? ""} />)}</p>
      <Quotes list={all ? list.data : list.data.slice(0, FIRST)} />
      {list.data.length > FIRST && <div className="row"><Button kind="bare" onPress={() => setAll(!all)}>{all ? t("Show fewer") : t("Show all quotes")}</Button></div>}
    </div>
  );
}
