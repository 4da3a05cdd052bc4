/** How a number was computed, down to rows a person can look at. */

import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault } from "../../kit";
import { exploreAddress } from "../../explore/address";
import type { Exploration } from "../../explore/types";
import { ask } from "../../lib/api/client";
import { t } from "../../lib/i18n";
import { Link } from "../../lib/router";
import { filterQuery, useLook } from "./state";

interface Computed {
  sql: string;
  exact: boolean;
}

/** The query that made the number of a card. */
export function HowCounted({ exploration }: { exploration: string }): ReactNode {
  const [open, setOpen] = useState(false);
  const found = useQuery({ queryKey: ["exploration", exploration], enabled: open, retry: false, queryFn: () => ask<Exploration>("GET", `/explorations/${exploration}`) });
  if (!open) return <p><Button onPress={() => setOpen(true)}>{t("How was this computed?")}</Button></p>;
  const query = String(found.data?.fields.query ?? "");
  return (
    <section className="stack" aria-label={t("How was this computed?")} aria-busy={found.isPending}>
      <Fault error={found.error} />
      {query && (
        <>
          <p className="small quiet">{t("This query of the SQL console counts it, anew when the data changes.")}</p>
          <pre className="how">{query}</pre>
          <p><Link to={exploreAddress({ analysis: "sql", fields: { query } })}>{t("Run it in the SQL console")}</Link></p>
        </>
      )}
    </section>
  );
}

export function How({ id, of }: { id: string; of: string }): ReactNode {
  const [open, setOpen] = useState(false);
  const [look] = useLook();
  const filters = filterQuery(look);
  const found = useQuery({ queryKey: ["how", id, of, filters], enabled: open, retry: false, queryFn: () => ask<Computed>("GET", `/maps/${id}/how?of=${encodeURIComponent(of)}${filters ? `&${filters}` : ""}`) });
  if (!open) return <p><Button onPress={() => setOpen(true)}>{t("How was this computed?")}</Button></p>;
  return (
    <section className="stack" aria-label={t("How was this computed?")} aria-busy={found.isPending}>
      <Fault error={found.error} />
      {found.data && (
        <>
          <p className="small quiet">{found.data.exact ? t("This query over the same events gives the same count.") : t("This query looks at everybody: the rule about persons is not in it.")}</p>
          <pre className="how">{found.data.sql}</pre>
          <p><Link to={`/explore/sql?sql=${encodeURIComponent(found.data.sql)}`}>{t("Run it in the SQL console")}</Link></p>
        </>
      )}
    </section>
  );
}
