/** An import: how it goes, what came out, and the imports before. */

import { useQuery } from "@tanstack/react-query";
import { type ReactNode } from "react";
import { Fault, Progress } from "../kit";
import { api, data } from "../lib/api/client";
import type { Job } from "../lib/api/contract";
import { ago, number } from "../lib/format";
import { heard } from "../lib/heard";
import { t } from "../lib/i18n";
import { every, job as jobQuery } from "../lib/queries";
import { Link } from "../lib/router";

const EVERY_MS = 700;
const SHOWN = 20;
const NAMED = 3;

export function Imported({ id }: { id: string }): ReactNode {
  const found = useQuery({ ...jobQuery(id), refetchInterval: every(EVERY_MS, (one: Job | undefined) => one?.state !== "done" && one?.state !== "failed") });
  const one = found.data;
  if (!one) return found.error ? <Fault error={found.error} /> : <Progress label={t("Waiting …")} />;
  const ended = one.state === "done" || one.state === "failed";
  return (
    <div className="stack">
      {!ended && <Progress label={doing(one)} {...(one.progress.share ? { part: one.progress.share } : {})} />}
      {!ended && <p className="small quiet">{t("Files are read first, then the map is drawn; a minute is usual. You may leave this page: the map will stand under Maps.")}</p>}
      {one.state === "failed" && <div className="fault" role="alert"><strong>{heard(one.problem)}</strong><span>{heard(one.hint)}</span></div>}
      {one.state === "done" && one.map_id && <div className="stack"><div role="status"><h2>{t("Your map is drawn.")}</h2></div><p className="quiet">{readIn(one)}</p><p><Link to={`/maps/${one.map_id}`} className="button primary">{t("Open the map")}</Link></p></div>}
      <Outcomes one={one} />
      {ended && <p><Link to="/draw">{t("Read other files")}</Link></p>}
    </div>
  );
}

function doing({ progress: { stage, rows } }: Job): string {
  if (!stage) return t("Looking at the files …");
  return rows ? t("{stage}: {rows} rows", { stage: heard(stage), rows: number(rows, 0) }) : heard(stage);
}

/** Return what was read, in one sentence. */
function readIn({ files }: Job): string {
  const tables = files.flatMap((file) => file.tables ?? []);
  const sum = (name: "events" | "signals" | "rejected" | "duplicates"): number => tables.reduce((all, table) => all + table[name], 0);
  const found = t("{events} events and {said} answers, reviews and messages were read from {n, plural, one {# file} other {# files}}.", { events: number(sum("events"), 0), said: number(sum("signals"), 0), n: files.length });
  const known = sum("duplicates") ? ` ${t("Known already, and not counted twice: {n, plural, one {# row} other {# rows}}.", { n: sum("duplicates") })}` : "";
  return sum("rejected") ? `${found}${known} ${t("{n, plural, one {# row was} other {# rows were}} left out; the table below has them.", { n: sum("rejected") })}` : found + known;
}

function Outcomes({ one }: { one: Job }): ReactNode {
  const rows = one.files.flatMap((file, at) => (file.tables ?? []).map((table, place) => ({ file, table, at, place })));
  const refused = one.files.filter((file) => file.problem || file.skipped);
  return (
    <>
      {rows.length > 0 && (
        <details open={rows.some(({ table }) => table.rejected > 0)}><summary>{t("What was read from each file")}</summary>
        <div className="scrolls" role="region" aria-label={t("What was read from each file")} tabIndex={0}><table className="table">
          <thead><tr><th>{t("File")}</th><th>{t("Holds")}</th><th>{t("Rows")}</th><th>{t("Events")}</th><th>{t("Signals")}</th><th>{t("Facts about people")}</th><th>{t("Twice")}</th><th>{t("Left out")}</th></tr></thead>
          <tbody>
            {rows.map(({ file, table, at, place }) => (
              <tr key={`${file.name}/${table.name}`}>
                <td>{file.name}</td><td>{heard(table.kind)}</td><td>{number(table.rows, 0)}</td><td>{number(table.events, 0)}</td><td>{number(table.signals, 0)}</td><td>{number(table.traits, 0)}</td><td>{number(table.duplicates, 0)}</td>
                <td>{table.rejected > 0 ? <Link to={`/draw/${one.id}/${at}-${place}`} aria-label={t("{n} rows left out: which and why", { n: number(table.rejected, 0) })}>{number(table.rejected, 0)}</Link> : number(table.rejected, 0)}</td>
              </tr>
            ))}
          </tbody>
        </table></div>
        <p className="hint">{t("One row can hold an event, something said and facts about a person at once.")}</p>
        </details>
      )}
      {refused.map((file) => <div key={file.name} className="fault"><strong>{file.name}: {heard(file.problem || file.skipped || "")}</strong><span>{heard(file.hint ?? "")}</span></div>)}
    </>
  );
}

const named = (one: Job): string => one.files.slice(0, NAMED).map((file) => file.name).join(", ") + (one.files.length > NAMED ? ` ${t("and {n} more", { n: one.files.length - NAMED })}` : "");

const left = (one: Job): number => one.files.reduce((sum, file) => sum + (file.tables ?? []).reduce((all, table) => all + table.rejected, 0), 0);

/** The imports of a workspace, to come back to what was left out. */
export function Earlier({ workspace }: { workspace: string }): ReactNode {
  const list = useQuery({ queryKey: ["imports", workspace], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/imports", { params: { path: { workspace } } })), enabled: workspace !== "", refetchOnMount: "always" });
  if (!list.data?.length) return null;
  const states: Record<string, string> = { waiting: t("waiting"), running: t("being read"), done: t("finished"), failed: t("failed") };
  return (
    <section className="stack earlier">
      <h2>{t("Read before")}</h2>
      <ul className="list">
        {list.data.slice(0, SHOWN).map((one) => (
          <li key={one.id}>
            <div className="row wrap">
              <Link to={`/draw/${one.id}`} className="grow named">{named(one) || t("an import")}</Link>
              {left(one) > 0 && <span className="badge warn">{t("{n, plural, one {# row left out} other {# rows left out}}", { n: left(one) })}</span>}
              <span className="badge plain">{states[one.state] ?? one.state}</span><span className="quiet small">{ago(one.created_at)}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
