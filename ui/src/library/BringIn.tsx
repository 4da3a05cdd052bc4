/** Files of another tool brought into the library, and what of them was not taken. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, type ReactNode } from "react";
import { Button, Dialog, Fault } from "../kit";
import { sendFile } from "../lib/api/client";
import type { Brought } from "../lib/api/contract";
import { number } from "../lib/format";
import { heard } from "../lib/heard";
import { t } from "../lib/i18n";
import { anew } from "../lib/queries";
import { Link } from "../lib/router";
import { kindName } from "./kinds";

export function BringIn({ workspace, onDone }: { workspace: string; onDone: (brought: Brought) => void }): ReactNode {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const bring = useMutation({
    mutationFn: (file: File) => sendFile(`/workspaces/${workspace}/items/imports`, file, {}) as Promise<Brought>,
    onSuccess: (brought) => { onDone(brought); void anew(client, "items", workspace); },
  });
  return (
    <>
      <Button isDisabled={bring.isPending} onPress={() => input.current?.click()}>{t("Bring in from TheyDo")}</Button>
      <input ref={input} type="file" accept=".json,application/json" hidden aria-label={t("File of TheyDo, JSON")} onChange={(event) => { const [file] = event.target.files ?? []; if (file) bring.mutate(file); event.target.value = ""; }} />
      {bring.error && <Dialog title={t("This file was not brought in")} onClose={bring.reset}><Fault error={bring.error} /></Dialog>}
    </>
  );
}

/** What became of a file; it stays while the page behind it goes from nothing to a list. */
export function Outcome({ of, onClose }: { of: Brought; onClose: () => void }): ReactNode {
  return (
    <Dialog title={t("Brought in")} width={720} onClose={onClose}><div className="stack">
      {of.kind && <p role="status">{t("{added} added, {changed} changed, {same} as they were.", { added: number(of.added, 0), changed: number(of.changed, 0), same: number(of.same, 0) })}</p>}
      {of.n_left_out > 0 && (
        <>
          <p>{t("Not taken: {n}. All else of the file is in; mend these and bring it in again, which doubles nothing.", { n: number(of.n_left_out, 0) })}</p>
          <ul className="list">
            {of.left_out.map((one, at) => (
              <li key={at}><code>{one.place}</code> <strong>{heard(one.reason)}</strong> <span className="quiet">{heard(one.remedy)}</span></li>
            ))}
          </ul>
        </>
      )}
      <div className="row">{of.kind && <Link to={`/library/${of.kind}`} className="button primary" onClick={onClose}>{kindName(of.kind)}</Link>}</div>
    </div></Dialog>
  );
}
