/** Keys of programs: each has a role in this workspace and nothing else. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Choice, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Role } from "../lib/api/contract";
import { day } from "../lib/format";
import { t } from "../lib/i18n";
import { anew } from "../lib/queries";

const scopes = (): [Role, string][] => [["viewer", t("read")], ["commenter", t("read and comment")], ["editor", t("read and write")], ["owner", t("everything, also people and keys")]];

export function Keys({ workspace }: { workspace: string }): ReactNode {
  const client = useQueryClient();
  const place = { params: { path: { workspace } } };
  const list = useQuery({ queryKey: ["keys", workspace], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/keys", place)) });
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const again = (): void => void anew(client, "keys", workspace);
  const make = useMutation({ mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/keys", { ...place, body: { name, role } })), onSuccess: () => { setName(""); again(); } });
  const drop = useMutation({ mutationFn: (key: string) => api.DELETE("/api/v1/workspaces/{workspace}/keys/{key}", { params: { path: { workspace, key } } }), onSuccess: again });
  const secret = make.data?.secret ?? "";
  return (
    <section className="stack setting">
      <h2>{t("Keys for programs")}</h2>
      <p className="quiet">{t("A program sends its key as “Authorization: Bearer KEY” and may do here what you choose, in no other workspace.")} <a href="/api/schema/openapi.json" target="_blank" rel="noreferrer">{t("What the API can do")}</a></p>
      {(list.data?.length ?? 0) > 0 && (
        <table className="table">
          <thead><tr><th>{t("Program")}</th><th>{t("Begins with")}</th><th>{t("May")}</th><th>{t("Made")}</th><th><span className="unseen">{t("Actions")}</span></th></tr></thead>
          <tbody>{list.data?.map((one) => <tr key={one.id}><td>{one.name}</td><td><code>{one.starts}…</code></td><td>{scopes().find(([scope]) => scope === one.role)?.[1]}</td><td>{day(one.created_at)}</td><td><Button kind="danger" aria-label={t("Revoke {what}", { what: one.name })} onPress={() => drop.mutate(one.id)}>{t("Revoke")}</Button></td></tr>)}</tbody>
        </table>
      )}
      <form className="pairs" onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
        <Field label={t("Program")} value={name} onChange={setName} required placeholder={t("nightly report")} />
        <Choice label={t("May")} value={role} onChange={(next) => setRole(next as Role)} options={scopes()} />
        <div className="row" style={{ alignItems: "flex-end" }}><Button type="submit" isDisabled={!name.trim() || make.isPending}>{t("Make a key")}</Button></div>
      </form>
      {secret && <div className="stack tight"><div className="row"><input className="input grow" readOnly value={secret} aria-label={t("The key")} onFocus={(event) => event.target.select()} /><Button onPress={() => void navigator.clipboard.writeText(secret).then(() => tell(t("Key copied")))}>{t("Copy")}</Button></div><p className="hint" role="status">{t("Copy it now: it is shown this once.")}</p></div>}
      <Fault error={list.error ?? make.error ?? drop.error} />
    </section>
  );
}
