/** Files kept with an item or a map: shown, added, deleted. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, type ReactNode } from "react";
import { Button, Fault } from "../kit";
import { api, sendFile } from "../lib/api/client";
import type { Attachment } from "../lib/api/contract";
import { number } from "../lib/format";
import { t } from "../lib/i18n";
import { anew } from "../lib/queries";

export interface Place {
  kind: "item" | "map";
  id: string;
  element?: string;
}

export const addressOf = (id: string): string => `/api/v1/attachments/${id}`;
export const isPicture = (one: Attachment): boolean => one.type.startsWith("image/");

/** Keep a file where it belongs. */
export async function attach(place: Place, file: File): Promise<Attachment> {
  return (await sendFile(`/${place.kind}s/${place.id}/attachments`, file, place.element ? { element: place.element } : {})) as Attachment;
}

export function Files({ list, place, writable }: { list: readonly Attachment[]; place: Place; writable: boolean }): ReactNode {
  const client = useQueryClient();
  const id = useId();
  const again = (): void => void anew(client, "files", place.kind, place.id);
  const add = useMutation({ mutationFn: (file: File) => attach(place, file), onSuccess: again });
  const drop = useMutation({ mutationFn: (one: Attachment) => api.DELETE("/api/v1/attachments/{attachment}", { params: { path: { attachment: one.id } } }), onSuccess: again });
  if (!writable && list.length === 0) return null;
  return (
    <div className="field">
      <label htmlFor={id}>{t("Files")}</label>
      <ul className="list">
        {list.map((one) => (
          <li key={one.id}>
            <div className="row">
              {isPicture(one) && <img className="file-picture" src={addressOf(one.id)} alt="" />}
              <a className="grow" href={addressOf(one.id)} target="_blank" rel="noreferrer">{one.name}</a>
              <span className="quiet small">{t("{n} kB", { n: number(one.size / 1000, 0) })}</span>
              {writable && <Button kind="bare" aria-label={t("Delete {what}", { what: one.name })} onPress={() => drop.mutate(one)}>{t("Delete")}</Button>}
            </div>
          </li>
        ))}
      </ul>
      {writable && <input id={id} type="file" disabled={add.isPending} aria-describedby={`${id}-hint`} onChange={(event) => { const [file] = event.target.files ?? []; if (file) add.mutate(file); event.target.value = ""; }} />}
      {writable && <span id={`${id}-hint`} className="hint">{t("Pictures, PDF, Office or text, up to 10 MB.")}</span>}
      <Fault error={add.error ?? drop.error} />
    </div>
  );
}
