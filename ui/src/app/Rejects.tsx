/** The rows of a file that could not be read: what is wrong with each and what to do, the commonest trouble first. */

import { useQuery } from "@tanstack/react-query";
import { type ReactNode } from "react";
import { Fault } from "../kit";
import { api, data } from "../lib/api/client";
import { number } from "../lib/format";
import { heard } from "../lib/heard";
import { t } from "../lib/i18n";
import { job as jobQuery } from "../lib/queries";
import { Link } from "../lib/router";
import { troubles, type Row, type Trouble } from "./troubles";

const LINES = 8; // of a trouble, named in one sentence

export function Rejects({ job, table }: { job: string; table: string }): ReactNode {
  const [at = 0, place = 0] = table.split("-").map(Number);
  const given = { params: { path: { job, file: at, table: place } } };
  const found = useQuery({ queryKey: ["rejects", job, table], queryFn: () => data(api.GET("/api/v1/jobs/{job}/rejects/{file}/{table}", given)) as Promise<Row[]> });
  const file = useQuery(jobQuery(job)).data?.files[at];
  const about = file?.tables?.[place];
  const rows = found.data ?? [];
  return (
    <div className="stack">
      <p><Link to={`/draw/${job}`}>← {t("The import")}</Link></p>
      {about?.rejected === 0 && <p>{t("Nothing of {file} was left out: all {rows} rows are in.", { file: file?.name, rows: number(about.rows, 0) })}</p>}
      {about && about.rejected > 0 && <p>{t("{left} of {rows} rows of {file} were left out; the others are in. Mend the file and read it again: rows that are in already are not counted twice.", { left: number(about.rejected, 0), rows: number(about.rows, 0), file: file?.name })}</p>}
      <Fault error={found.error} />
      {found.isSuccess && rows.length === 0 && about?.rejected !== 0 && <p className="quiet">{t("What was left out is kept no more.")}</p>}
      {rows.length > 0 && <p><a className="button" href={`/api/v1/jobs/${job}/rejects/${at}/${place}/csv`} download>{t("Save all as CSV")}</a></p>}
      {troubles(rows).map((one) => <OneTrouble key={one.key} one={one} />)}
      {about && about.rejected > rows.length && rows.length > 0 && <p className="quiet">{t("The first {n} are shown; the CSV file has all.", { n: number(rows.length, 0) })}</p>}
    </div>
  );
}

/** Leave out what only the command line can do. */
const here = (remedy: string): string => remedy.replace(/, or [^,.]*--[\w-]+\.?$/, ".");

function OneTrouble({ one }: { one: Trouble }): ReactNode {
  const lines = one.rows.slice(0, LINES).map((row) => row.line ?? "").filter(Boolean).join(", ");
  return (
    <section className="stack tight trouble">
      <h2>{one.field ? `${one.field}: ` : ""}{heard(one.reason)}</h2>
      <p>{heard(here(one.remedy))}</p>
      <p className="quiet small">{t("{n, plural, one {# row} other {# rows}}", { n: one.rows.length })}{lines && ` · ${t("line {lines}", { lines })}${one.rows.length > LINES ? " …" : ""}`}</p>
      <div className="scrolls"><table className="table">
        <thead><tr><th className="figure">{t("Line")}</th><th>{t("Field")}</th><th>{t("Value")}</th></tr></thead>
        <tbody>{one.rows.slice(0, 50).map((row, at) => <tr key={at}><td className="figure">{row.line}</td><td>{row.field}</td><td><code>{row.value || t("empty")}</code></td></tr>)}</tbody>
      </table></div>
    </section>
  );
}
