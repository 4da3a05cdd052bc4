import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button, Fault } from "../kit";
import { ask } from "../lib/api/client";
import { ago } from "../lib/format";
import { t } from "../lib/i18n";
import { anew } from "../lib/queries";
import { Link } from "../lib/router";
import { explorations } from "./asking";
import { exploreAddress } from "./address";
import { SavedExample } from "./SavedExample";
import type { Exploration, Question } from "./types";

/** Questions somebody kept; each opens as it was asked, over the data of now. */
export function Saved({ w, questions, writable }: { w: string; questions: readonly Question[]; writable: boolean }): ReactNode {
  const list = useQuery(explorations(w));
  const client = useQueryClient();
  const remove = useMutation({ mutationFn: (id: string) => ask("DELETE", `/explorations/${id}`), onSuccess: () => anew(client, "explorations") });
  const title = (one: Exploration): string => (one.analysis === "sql" ? t("SQL console") : one.analysis === "overall" ? t("Ask over all maps") : (questions.find((each) => each.name === one.analysis)?.title ?? one.analysis));
  if (list.data?.length === 0) return <SavedExample />;
  return (
    <>
      <Fault error={list.error ?? remove.error} />
      <ul className="list saved">
        {(list.data ?? []).map((one) => (
          <li key={one.id}>
            <div className="row">
              <Link to={exploreAddress({ analysis: one.analysis, fields: one.fields, like: one.like, map: one.subject })}>{one.title}</Link>
              <span className="grow" />
              <span className="small quiet">{[title(one), ago(one.changed_at)].filter(Boolean).join(" · ")}</span>
              {one.map_id && <Link className="small" to={`/maps/${one.map_id}`}>{t("on a map")}</Link>}
              {writable && <Button kind="bare" aria-label={t("Delete {name}", { name: one.title })} onPress={() => remove.mutate(one.id)}>{t("Delete")}</Button>}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
