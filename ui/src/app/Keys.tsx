/** Keys of programs: each may do in this workspace what was chosen, and nothing else. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Check, Choice, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Role } from "../lib/api/contract";
import { day } from "../lib/format";
import { msg, t } from "../lib/i18n";
import { anew } from "../lib/queries";

const CHOSEN = "chosen";
const ROLES = (): [Role, string][] => [["viewer", t("read everything")], ["commenter", t("read everything and comment")], ["editor", t("read and write everything")], ["owner", t("everything, also people and keys")]];
const MAY: Record<string, string> = {
  "maps:read": msg("see maps with their figures and comments, and export them"), "maps:write": msg("make and change maps"), "maps:share": msg("make and end links to maps"), "comments:write": msg("comment on maps"),
  "files:read": msg("see pictures and files"), "files:write": msg("add and delete files"), "library:read": msg("see the library, boards and workshops"), "library:write": msg("change the library, boards and workshops"),
  "data:read": msg("ask questions about events, in numbers"), "data:write": msg("upload exports; change metrics and segments"), "people:read": msg("see single persons, and SQL over everything"), admin: msg("members, keys, the audit log; delete maps"),
};

export function Keys({ workspace }: { workspace: string }): ReactNode {
  const client = useQueryClient();
  const place = { params: { path: { workspace } } };
  const list = useQuery({ queryKey: ["keys", workspace], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/keys", place)) });
  const again = (): void => void anew(client, "keys", workspace);
  const drop = useMutation({ mutationFn: (key: string) => api.DELETE("/api/v1/workspaces/{workspace}/keys/{key}", { params: { path: { workspace, key } } }), onSuccess: again });
  const what = (role: Role, scopes: readonly string[]): ReactNode => (scopes.length ? scopes.map((one) => <code key={one} title={t(MAY[one] ?? one)}>{one}</code>) : ROLES().find(([one]) => one === role)?.[1]);
  return (
    <section className="stack setting wide">
      <h2>{t("Keys for programs")}</h2>
      <p className="quiet">{t("A program sends its key as “Authorization: Bearer KEY” and may do here what you choose, in no other workspace.")} <a href="/api/schema/openapi.json" target="_blank" rel="noreferrer">{t("What the API can do")}</a></p>
      {(list.data?.length ?? 0) > 0 && (
        <div className="scrolls">
          <table className="table">
            <thead><tr><th>{t("Program")}</th><th>{t("Begins with")}</th><th>{t("May")}</th><th>{t("Made")}</th><th><span className="unseen">{t("Actions")}</span></th></tr></thead>
            <tbody>{list.data?.map((one) => <tr key={one.id}><td>{one.name}</td><td><code>{one.starts}…</code></td><td><span className="row wrap">{what(one.role, one.scopes)}</span></td><td className="figure">{day(one.created_at)}</td><td><Button kind="danger" aria-label={t("Revoke {what}", { what: one.name })} onPress={() => drop.mutate(one.id)}>{t("Revoke")}</Button></td></tr>)}</tbody>
          </table>
        </div>
      )}
      <NewKey workspace={workspace} onMade={again} />
      <Fault error={list.error ?? drop.error} />
    </section>
  );
}

function NewKey({ workspace, onMade }: { workspace: string; onMade: () => void }): ReactNode {
  const known = useQuery({ queryKey: ["key-scopes"], queryFn: () => data(api.GET("/api/v1/key-scopes")), staleTime: Infinity });
  const [name, setName] = useState("");
  const [way, setWay] = useState<string>(CHOSEN);
  const [scopes, setScopes] = useState<readonly string[]>(["maps:read"]);
  const body = way === CHOSEN ? { name, scopes: [...scopes] } : { name, role: way as Role };
  const make = useMutation({ mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/keys", { params: { path: { workspace } }, body })), onSuccess: () => { setName(""); onMade(); } });
  const secret = make.data?.secret ?? "";
  return (
    <>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
        <div className="pairs">
          <Field label={t("Program")} value={name} onChange={setName} required placeholder={t("nightly report")} />
          <Choice label={t("May")} value={way} onChange={setWay} options={[[CHOSEN, t("only what is chosen below")], ...ROLES()]} />
        </div>
        {way === CHOSEN && (
          <fieldset className="scopes">
            <legend className="unseen">{t("May")}</legend>
            {known.data?.map((one) => <Check key={one.name} label={<><code>{one.name}</code> {t(MAY[one.name] ?? one.does)}</>} value={scopes.includes(one.name)} onChange={(on) => setScopes(on ? [...scopes, one.name] : scopes.filter((each) => each !== one.name))} />)}
          </fieldset>
        )}
        <div className="row"><Button type="submit" isDisabled={!name.trim() || (way === CHOSEN && scopes.length === 0) || make.isPending}>{t("Make a key")}</Button></div>
      </form>
      {secret && <div className="stack tight"><div className="row"><input className="input grow" readOnly value={secret} aria-label={t("The key")} onFocus={(event) => event.target.select()} /><Button onPress={() => void navigator.clipboard.writeText(secret).then(() => tell(t("Key copied")))}>{t("Copy")}</Button></div><p className="hint" role="status">{t("Copy it now: it is shown this once.")}</p></div>}
      <Fault error={make.error} />
    </>
  );
}
