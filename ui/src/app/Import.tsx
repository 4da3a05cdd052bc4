/** From raw exports to a map: choose files, watch them being read, open the map. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type DragEvent, type ReactNode } from "react";
import { Button, Choice, Fault, Field, Progress } from "../kit";
import { upload } from "../lib/api/client";
import type { Job, Me } from "../lib/api/contract";
import { number } from "../lib/format";
import { heard } from "../lib/heard";
import { language, t } from "../lib/i18n";
import { job as jobQuery, templates } from "../lib/queries";
import { go, Link } from "../lib/router";
import { localised, type Text } from "../maps/model/types";
import { workspaceOf } from "./workspace";

const EVERY_MS = 700;

export default function Import({ who, job }: { who: Me; job: string }): ReactNode {
  return (
    <main className="page">
      <header className="page-head"><h1>{t("Draw a map from exports")}</h1></header>
      {job ? <Watch id={job} /> : <Choose workspace={workspaceOf(who)?.id ?? ""} />}
    </main>
  );
}

function Choose({ workspace }: { workspace: string }): ReactNode {
  const list = useQuery(templates);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [title, setTitle] = useState("");
  const [template, setTemplate] = useState("ecommerce");
  const [part, setPart] = useState(0);
  const [over, setOver] = useState(false);
  const fields = { title, template, locale: language() === "zh-TW" ? "zh-Hant" : language() };
  const send = useMutation({ mutationFn: async () => (await upload(`/workspaces/${workspace}/imports`, files, fields, setPart)) as Job, onSuccess: (made) => go(`/draw/${made.id}`) });
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    setFiles([...files, ...event.dataTransfer.files]);
  };
  return (
    <div className="stack">
      <p className="quiet">{t("CSV, JSON, Parquet, Excel, XES, access logs and exports of analytics tools, orders, tickets, surveys and reviews. Columns are recognised; nothing leaves this server.")}</p>
      <label className={`drop ${over ? "over" : ""}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <strong>{t("Drop files here or choose them")}</strong>
        <span className="quiet">{t("Several at once are best: what people did, and what they said.")}</span>
        <input type="file" multiple className="unseen" onChange={(event) => setFiles([...files, ...(event.target.files ?? [])])} />
      </label>
      <ul className="list">
        {files.map((file, at) => <li key={`${file.name}/${at}`}><div className="row"><span className="grow">{file.name}</span><span className="quiet small">{t("{n} kB", { n: number(file.size / 1000, 0) })}</span><Button kind="bare" onPress={() => setFiles(files.filter((one) => one !== file))}>{t("Leave out")}</Button></div></li>)}
      </ul>
      <Field label={t("Title")} value={title} onChange={setTitle} placeholder={t("I order a lamp and live with it")} />
      <Choice label={t("Kind of journey: gives the stages their names")} value={template} onChange={setTemplate} options={(list.data ?? []).map((one) => [one.name, localised(one.title as Text, language())])} />
      <Fault error={send.error} />
      {send.isPending ? <Progress label={t("Uploading …")} part={part} /> : <div className="row save-bar"><Button kind="primary" isDisabled={files.length === 0} onPress={() => send.mutate()}>{t("Read them and draw the map")}</Button></div>}
    </div>
  );
}

function Watch({ id }: { id: string }): ReactNode {
  const found = useQuery({ ...jobQuery(id), refetchInterval: ({ state }) => (state.data?.state === "done" || state.data?.state === "failed" ? false : EVERY_MS) });
  const one = found.data;
  if (!one) return found.error ? <Fault error={found.error} /> : <Progress label={t("Waiting …")} />;
  const ended = one.state === "done" || one.state === "failed";
  return (
    <div className="stack">
      {!ended && <Progress label={doing(one)} {...(one.progress.share ? { part: one.progress.share } : {})} />}
      {!ended && <p className="small quiet">{t("Files are read first, then the map is drawn; a minute is usual. You may leave this page: the map will stand under Maps.")}</p>}
      {one.state === "failed" && <div className="fault" role="alert"><strong>{heard(one.problem)}</strong><span>{heard(one.hint)}</span></div>}
      {one.state === "done" && one.map_id && <div className="stack"><h2 role="status">{t("Your map is drawn.")}</h2><p className="quiet">{readIn(one)}</p><p><Link to={`/maps/${one.map_id}`} className="button primary">{t("Open the map")}</Link></p></div>}
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
  const sum = (name: "events" | "signals" | "rejected"): number => tables.reduce((all, table) => all + table[name], 0);
  const found = t("{events} events and {said} answers, reviews and messages were read from {n, plural, one {# file} other {# files}}.", { events: number(sum("events"), 0), said: number(sum("signals"), 0), n: files.length });
  return sum("rejected") ? `${found} ${t("{n, plural, one {# row was} other {# rows were}} refused; the table below has them.", { n: sum("rejected") })}` : found;
}

function Outcomes({ one }: { one: Job }): ReactNode {
  const rows = one.files.flatMap((file, at) => (file.tables ?? []).map((table, place) => ({ file, table, at, place })));
  const refused = one.files.filter((file) => file.problem || file.skipped);
  return (
    <>
      {rows.length > 0 && (
        <details><summary>{t("What was read from each file")}</summary>
        <div className="scrolls"><table className="table">
          <thead><tr><th>{t("File")}</th><th>{t("Holds")}</th><th>{t("Rows")}</th><th>{t("Events")}</th><th>{t("Sayings")}</th><th>{t("Facts about people")}</th><th>{t("Twice")}</th><th>{t("Refused")}</th></tr></thead>
          <tbody>
            {rows.map(({ file, table, at, place }) => (
              <tr key={`${file.name}/${table.name}`}>
                <td>{file.name}</td><td>{table.kind}</td><td>{number(table.rows, 0)}</td><td>{number(table.events, 0)}</td><td>{number(table.signals, 0)}</td><td>{number(table.traits, 0)}</td><td>{number(table.duplicates, 0)}</td>
                <td>{table.rejected > 0 ? <a href={`/api/v1/jobs/${one.id}/rejects/${at}/${place}`} target="_blank" rel="noreferrer">{number(table.rejected, 0)}</a> : number(table.rejected, 0)}</td>
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
