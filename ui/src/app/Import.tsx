/** From raw exports to a map: choose files, watch them being read, open the map. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type DragEvent, type ReactNode } from "react";
import { Button, Choice, Fault, Field, Progress } from "../kit";
import { upload } from "../lib/api/client";
import type { Job, Me } from "../lib/api/contract";
import { filesIn } from "../lib/dropped";
import { number } from "../lib/format";
import { language, t } from "../lib/i18n";
import { templates } from "../lib/queries";
import { go } from "../lib/router";
import { localised, type Text } from "../maps/model/types";
import { Earlier, Imported } from "./Imported";
import { Rejects } from "./Rejects";
import { workspaceOf } from "./workspace";

export default function Import({ who, job, table }: { who: Me; job: string; table: string }): ReactNode {
  const workspace = workspaceOf(who)?.id ?? "";
  return (
    <main className={`page ${table ? "wide" : ""}`}>
      <header className="page-head"><h1>{table ? t("Rows that were left out") : t("Draw a map from exports")}</h1></header>
      {table ? <Rejects job={job} table={table} /> : job ? <Imported id={job} /> : <><Choose workspace={workspace} /><Earlier workspace={workspace} /></>}
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
    void filesIn(event.dataTransfer).then((found) => setFiles((before) => [...before, ...found]));
  };
  return (
    <div className="stack">
      <p className="quiet">{t("CSV, JSON, Parquet, Excel, XES, access logs and exports of analytics tools, orders, tickets, surveys and reviews. Columns are recognised; nothing leaves this server.")}</p>
      <label className={`drop ${over ? "over" : ""}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <strong>{t("Drop files here or choose them")}</strong>
        <span className="quiet">{t("Several at once are best, or a whole folder: what people did, and what they said.")}</span>
        <input type="file" multiple className="unseen" onChange={(event) => setFiles([...files, ...(event.target.files ?? [])])} />
      </label>
      <ul className="list files">
        {files.map((file, at) => <li key={`${file.name}/${at}`}><div className="row"><span className="grow">{file.name}</span><span className="quiet small">{t("{n} kB", { n: number(file.size / 1000, 0) })}</span><Button kind="bare" onPress={() => setFiles(files.filter((one) => one !== file))}>{t("Leave out")}</Button></div></li>)}
      </ul>
      <Field label={t("Title")} value={title} onChange={setTitle} placeholder={t("I order a lamp and live with it")} />
      <Choice label={t("Kind of journey: gives the stages their names")} value={template} onChange={setTemplate} options={(list.data ?? []).map((one) => [one.name, localised(one.title as Text, language())])} />
      <Fault error={send.error} />
      {send.isPending ? <Progress label={t("Uploading …")} part={part} /> : <div className="row save-bar"><Button kind="primary" isDisabled={files.length === 0} onPress={() => send.mutate()}>{t("Read them and draw the map")}</Button></div>}
    </div>
  );
}
