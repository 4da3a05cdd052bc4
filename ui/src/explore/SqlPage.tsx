/** Read-only SQL over the facts behind every number. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { Fragment, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { DataTable } from "../charts/DataTable";
import { Button, Fault, Progress } from "../kit";
import { ask } from "../lib/api/client";
import { number } from "../lib/format";
import { heard } from "../lib/heard";
import { t } from "../lib/i18n";
import { useQueryState } from "../lib/router";
import { newKey } from "../maps/model/order";
import { countedIn } from "./counted";
import { PinNumber } from "./PinNumber";
import type { Rows, View } from "./types";

const FIRST = "SELECT name, channel, count(*) AS events\nFROM events\nGROUP BY ALL\nORDER BY events DESC";
const MOST = 1000;

export function SqlPage({ w, writable }: { w: string; writable: boolean }): ReactNode {
  const [kept, setKept] = useQueryState("sql");
  const [query, setQuery] = useState(kept || FIRST);
  const [asked, setAsked] = useState(""); // what the rows below answer, whatever is typed since
  const [pinning, setPinning] = useState(false);
  const stopper = useRef("");
  const views = useQuery({ queryKey: ["views", w], queryFn: () => ask<View[]>("GET", `/workspaces/${w}/sql`), enabled: writable, staleTime: Infinity, retry: false }).data ?? [];
  const run = useMutation({
    mutationFn: () => {
      stopper.current = newKey();
      setAsked(query);
      setKept(query === FIRST ? "" : query);
      return ask<Rows>("POST", `/workspaces/${w}/sql`, { query, limit: MOST, id: stopper.current });
    },
  });
  const pinnable = run.data ? countedIn(run.data) : null;
  if (!writable) return <p className="quiet">{t("The SQL console shows rows about single persons. Ask an owner of the workspace to make you editor.")}</p>;
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run.mutate();
  };
  return (
    <div className="stack">
      <p className="small quiet">{t("It can read, never change; long or large queries are stopped.")}</p>
      <label className="field"><span className="label">{t("Query")}</span><textarea className="sql" rows={9} spellCheck={false} value={query} onChange={(event) => setQuery(event.target.value)} onKeyDown={keys} /></label>
      <div className="row"><Button kind="primary" isDisabled={run.isPending || !query.trim()} onPress={() => run.mutate()}>{t("Run")}</Button><span className="small quiet">Ctrl+Enter</span>{run.isPending && <Button kind="bare" onPress={() => void ask("DELETE", `/workspaces/${w}/sql/${stopper.current}`).catch(() => undefined)}>{t("Stop")}</Button>}</div>
      {run.isPending && <Progress label={t("Running …")} />}
      <Fault error={run.error} />
      {run.data && !run.isPending && (
        <>
          <p className="small quiet">{t("{n, plural, one {# row} other {# rows}}", { n: run.data.rows.length })} · {t("{n} ms", { n: number(run.data.took_ms, 0) })}{run.data.truncated && ` · ${t("there are more; add a LIMIT or group them")}`}</p>
          {pinnable && <div className="row"><Button onPress={() => setPinning(true)}>{t("Pin to a map")}</Button><span className="small quiet">{t("One row with a column value is a number: n, low, high and unit beside it say how sure it is.")}</span></div>}
          {pinning && pinnable && <PinNumber w={w} query={asked} found={pinnable} onClose={() => setPinning(false)} />}
          <DataTable table={run.data} label={t("Rows")} raw />
        </>
      )}
      <details className="rules" open={!kept}>
        <summary>{t("Tables and their columns")}</summary>
        <dl className="facts">{views.map((view) => <Fragment key={view.name}><dt><code>{view.name}</code></dt><dd>{heard(view.about)}<br /><code>{view.columns.join(", ")}</code></dd></Fragment>)}</dl>
      </details>
    </div>
  );
}
