/** A new map from a template, which is shown before it is taken. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { Button, Fault, Field, Progress } from "../kit";
import { api, data } from "../lib/api/client";
import type { Me } from "../lib/api/contract";
import { language, t } from "../lib/i18n";
import { templateKind } from "../lib/templateNames";
import { anew, ownTemplates, templates } from "../lib/queries";
import { go } from "../lib/router";
import { localised, type Text } from "../maps/model/types";
import { OwnTemplates } from "./OwnTemplates";
import { TemplateChoice } from "./TemplateChoice";
import { workspaceOf } from "./workspace";

/** Return a map file as it is sent: text, or the bytes of a workbook. */
async function contentOf(file: File): Promise<{ file: string } | { content: string }> {
  if (!file.name.toLowerCase().endsWith(".xlsx")) return { file: await file.text() };
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { content: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
}

const mapLocale = (): string => (language() === "zh-TW" ? "zh-Hant" : language());

const TemplatePreview = lazy(() => import("../maps/TemplatePreview"));
const FIRST = ["ecommerce", "classic", "saas", "service"];
const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);

export default function NewMap({ who }: { who: Me }): ReactNode {
  const client = useQueryClient();
  const { id: workspace, role } = workspaceOf(who) ?? { id: "", role: "viewer" };
  const list = useQuery(templates);
  const made = useQuery(ownTemplates(workspace));
  const [chosen, setChosen] = useState(location.search === "?template=" ? "" : "ecommerce");
  const [title, setTitle] = useState("");
  const [words, setWords] = useState("");
  const own = made.data?.find((template) => template.id === chosen);
  const make = useMutation({
    mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/maps", { params: { path: { workspace } }, body: { title, ...(own ? { own: own.id } : { template: chosen }), locale: mapLocale() } })),
    onSuccess: (made) => { void anew(client, "maps", workspace); if (made) go(`/maps/${made.id}`); },
  });
  const open = useMutation({
    mutationFn: async (file: File) => data(api.POST("/api/v1/workspaces/{workspace}/maps", { params: { path: { workspace } }, body: { ...(await contentOf(file)), name: file.name, title: "" } })),
    onSuccess: (made) => { if (made) go(`/maps/${made.id}`); },
  });
  const said = (text: unknown): string => localised(text as Text, language());
  const wanted = (text: string): boolean => text.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase());
  const shown = (list.data ?? []).filter((one) => wanted(`${one.name} ${templateKind(one.name)} ${said(one.title)} ${said(one.description)}`)).sort((a, b) => rank(a.name) - rank(b.name));
  const one = list.data?.find((template) => template.name === chosen);
  return (
    <main className="page wide">
      <header className="page-head"><h1>{t("New map")}</h1></header>
      <div className="new-map">
        <section className="stack">
          <form className="stack" onSubmit={(event) => { event.preventDefault(); if (!make.isPending) make.mutate(); }}>
          <Field label={t("Title")} value={title} onChange={setTitle} autoFocus placeholder={own?.title ?? (one ? said(one.title) : t("I order a lamp and live with it"))} hint={t("In the customer’s words, first person.")} />
          <div className="row">
            <Button kind="primary" type="submit" isDisabled={make.isPending}>{t("Make the map")}</Button>
            <label className="button">{t("Open a map file")}<input type="file" className="unseen" accept=".yaml,.yml,.json,.md,.markdown,.mmd,.mermaid,.xml,.cjml,.csv,.xlsx" onChange={(event) => { const file = event.target.files?.[0]; if (file) open.mutate(file); }} /></label>
          </div>
          </form>
          <Fault error={make.error ?? open.error ?? list.error ?? made.error} />
          <Field label={t("Find a template")} value={words} onChange={setWords} type="search" />
          <div className="templates" role="radiogroup" aria-label={t("Template")}>
            <TemplateChoice name="" title={t("Nothing: begin with an empty map")} chosen={chosen} onChoose={setChosen} />
            <OwnTemplates list={(made.data ?? []).filter((one) => wanted(one.title))} chosen={chosen} onChoose={setChosen} writable={role === "owner" || role === "editor"} />
            {list.isPending && <div className="template"><Progress label={t("Fetching the templates …")} /></div>}
            {shown.map((template) => <TemplateChoice key={template.name} name={template.name} title={said(template.title)} kind={templateKind(template.name)} columns={template.columns} lanes={template.lanes} chosen={chosen} onChoose={setChosen} />)}
          </div>
        </section>
        <section className="preview" aria-live="polite">
          {chosen ? <><Suspense fallback={<div className="preview-map" />}><TemplatePreview name={chosen} own={own?.id ?? ""} /></Suspense><p className="quiet">{own ? t("Made of a map of this workspace, without its figures and evidence.") : one ? said(one.description) : ""}</p></> : <p className="quiet">{t("An empty map asks for the stages and begins with six lanes.")}</p>}
        </section>
      </div>
    </main>
  );
}
