/** What to look for insights in: what the data hold, or texts such as interviews. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Choice, Fault, Field, Segments } from "../../kit";
import { api, data } from "../../lib/api/client";
import { number } from "../../lib/format";
import { language, t } from "../../lib/i18n";
import { anew, maps, wholeMap } from "../../lib/queries";
import { localised, type Text } from "../../maps/model/types";

interface Given {
  name: string;
  text: string;
}

interface Step {
  key: string;
  title: Text;
  parent?: string;
}

/** The steps of a map, as choices. */
export function useSteps(map: string): readonly (readonly [string, string])[] {
  const whole = useQuery({ ...wholeMap(map), enabled: map !== "" });
  const columns = ((whole.data as { columns?: Step[] } | undefined)?.columns ?? []);
  return columns.map((one) => [one.key, `${one.parent ? "\u2003" : ""}${localised(one.title, language())}`] as const);
}

export function Begin({ workspace, map, step, onMap, onStep, onBegun }: { workspace: string; map: string; step: string; onMap: (id: string) => void; onStep: (key: string) => void; onBegun: (run: string) => void }): ReactNode {
  const client = useQueryClient();
  const [from, setFrom] = useState("data");
  const [typed, setTyped] = useState("");
  const [name, setName] = useState("");
  const [files, setFiles] = useState<readonly Given[]>([]);
  const list = useQuery(maps(workspace));
  const steps = useSteps(map);
  const texts = [...files, ...(typed.trim() ? [{ name: name.trim() || t("Typed in"), text: typed }] : [])];
  const begin = useMutation({
    mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/mining", { params: { path: { workspace } }, body: { map_id: map, column: step, texts: from === "data" ? [] : texts } })),
    onSuccess: (run) => { onBegun(run.id); void anew(client, "mining", workspace); },
  });
  const take = async (chosen: FileList | null): Promise<void> => {
    const read = await Promise.all([...(chosen ?? [])].map(async (file) => ({ name: file.name, text: await file.text() })));
    setFiles((before) => [...before, ...read]);
  };
  return (
    <form className="stack mining-form" onSubmit={(event) => { event.preventDefault(); begin.mutate(); }}>
      <Segments label={t("Look in")} value={from} onChange={setFrom} options={[["data", t("What the data hold")], ["texts", t("Interviews and other texts")]]} />
      {from === "data" ? <p className="quiet">{t("Reviews, survey answers, tickets and mentions that were imported, each at the step of the map where its numbers count it.")}</p> : (
        <>
          <label className="drop small-drop">
            <strong>{t("Choose transcripts or lists of quotes")}</strong>
            <span className="quiet">{t("Plain text or subtitles. “Anna: …” says who speaks; what interviewers ask is left out.")}</span>
            <input type="file" multiple accept=".txt,.md,.vtt,.srt,.csv,text/*" className="unseen" onChange={(event) => void take(event.target.files)} />
          </label>
          {files.length > 0 && <ul className="list">{files.map((file, at) => <li key={`${file.name}/${at}`}><div className="row"><span className="grow">{file.name}</span><span className="quiet small">{t("{n} kB", { n: number(file.text.length / 1000, 0) })}</span><Button kind="bare" onPress={() => setFiles(files.filter((one) => one !== file))}>{t("Leave out")}</Button></div></li>)}</ul>}
          <Field label={t("Or paste what people said")} value={typed} onChange={setTyped} rows={5} placeholder={t("Anna: The parcel came three days late and nobody told me why.")} />
          {typed && <Field label={t("Where it is from")} value={name} onChange={setName} placeholder={t("Interviews in May")} />}
        </>
      )}
      <div className="pairs">
        <Choice label={t("Map")} value={map} onChange={onMap} options={[["", t("no map")], ...(list.data ?? []).map((one) => [one.id, localised(one.title as Text, language()) || t("Untitled map")] as const)]} />
        {map && <Choice label={t("Step")} value={step} onChange={onStep} options={[["", t("all steps")], ...steps]} />}
      </div>
      <Fault error={begin.error} />
      <div className="row"><Button kind="primary" type="submit" isDisabled={begin.isPending || (from === "texts" && texts.length === 0)}>{t("Find insights")}</Button></div>
    </form>
  );
}
