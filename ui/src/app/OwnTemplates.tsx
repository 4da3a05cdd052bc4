/** The templates a workspace made of its maps: chosen like those that come along, renamed and deleted by its editors. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Dialog, Fault, Field, MenuButton, type MenuEntry } from "../kit";
import { tell } from "../kit/toasts";
import { api } from "../lib/api/client";
import type { OwnTemplate } from "../lib/api/contract";
import { t } from "../lib/i18n";
import { anew } from "../lib/queries";
import { TemplateChoice } from "./TemplateChoice";

export function OwnTemplates({ list, chosen, onChoose, writable }: { list: readonly OwnTemplate[]; chosen: string; onChoose: (id: string) => void; writable: boolean }): ReactNode {
  return list.map((one) => <Own key={one.id} one={one} chosen={chosen} onChoose={onChoose} writable={writable} />);
}

function Own({ one, chosen, onChoose, writable }: { one: OwnTemplate; chosen: string; onChoose: (id: string) => void; writable: boolean }): ReactNode {
  const client = useQueryClient();
  const [naming, setNaming] = useState(false);
  const [title, setTitle] = useState(one.title);
  const again = (): void => { void anew(client, "own-templates", one.workspace_id); void anew(client, "own-template", one.id); };
  const place = { params: { path: { template: one.id } } };
  const rename = useMutation({ mutationFn: (title: string) => api.PATCH("/api/v1/own-templates/{template}", { ...place, body: { title } }), onSuccess: again });
  const drop = useMutation({
    mutationFn: () => api.DELETE("/api/v1/own-templates/{template}", place),
    onSuccess: () => { if (chosen === one.id) onChoose(""); tell(t("“{title}” is deleted", { title: one.title })); again(); },
  });
  const entries: MenuEntry[] = [
    { id: "name", label: t("Rename"), onAction: () => { setTitle(one.title); setNaming(true); } },
    { id: "drop", label: t("Delete for everybody"), danger: true, apart: true, onAction: () => drop.mutate() },
  ];
  const named = (): void => {
    setNaming(false);
    rename.mutate(title);
  };
  return (
    <>
      <TemplateChoice name={one.id} title={one.title} columns={one.columns} lanes={one.lanes} chosen={chosen} onChoose={onChoose}>{writable && <MenuButton label={t("More")} entries={entries} kind="bare" />}</TemplateChoice>
      {naming && (
        <Dialog title={t("Rename")} onClose={() => setNaming(false)} width={420}>
          <form className="stack" onSubmit={(event) => { event.preventDefault(); if (title.trim()) named(); }}>
            <Field label={t("Name")} value={title} onChange={setTitle} autoFocus />
            <div className="row"><Button kind="primary" type="submit" isDisabled={!title.trim()}>{t("Keep")}</Button></div>
          </form>
        </Dialog>
      )}
      <Fault error={rename.error ?? drop.error} />
    </>
  );
}
