/** Who works here, and inviting others. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Avatar, Button, Choice, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Me, Member, Role } from "../lib/api/contract";
import { day } from "../lib/format";
import { t } from "../lib/i18n";
import { anew, invitations, members } from "../lib/queries";
import { workspaceOf } from "./workspace";

const roles = (): [Role, string][] => [["owner", t("owner")], ["editor", t("editor")], ["commenter", t("commenter")], ["viewer", t("viewer")]];

export default function People({ who }: { who: Me }): ReactNode {
  const workspace = workspaceOf(who);
  const id = workspace?.id ?? "";
  const owner = workspace?.role === "owner";
  const list = useQuery(members(id));
  return (
    <main className="page">
      <header className="page-head"><h1>{t("People")}</h1></header>
      <Fault error={list.error} />
      <table className="table">
        <thead><tr><th>{t("Who")}</th><th>{t("E-mail")}</th><th>{t("Role")}</th><th><span className="unseen">{t("Actions")}</span></th></tr></thead>
        <tbody>{list.data?.map((one) => <Person key={one.user_id} one={one} workspace={id} writable={owner && one.user_id !== who.user.id} />)}</tbody>
      </table>
      {owner && <Invite workspace={id} />}
    </main>
  );
}

function Person({ one, workspace, writable }: { one: Member; workspace: string; writable: boolean }): ReactNode {
  const client = useQueryClient();
  const again = (): void => void anew(client, "members", workspace);
  const place = { params: { path: { workspace, user: one.user_id } } };
  const change = useMutation({ mutationFn: (role: Role) => api.PATCH("/api/v1/workspaces/{workspace}/members/{user}", { ...place, body: { role } }), onSuccess: again });
  const drop = useMutation({ mutationFn: () => api.DELETE("/api/v1/workspaces/{workspace}/members/{user}", place), onSuccess: again });
  return (
    <tr>
      <td><span className="row"><Avatar name={one.name} /> {one.name}</span></td>
      <td>{one.email}</td>
      <td>{writable ? <select className="input" aria-label={t("Role of {name}", { name: one.name })} value={one.role} onChange={(event) => change.mutate(event.target.value as Role)}>{roles().map(([role, name]) => <option key={role} value={role}>{name}</option>)}</select> : roles().find(([role]) => role === one.role)?.[1]}</td>
      <td>{writable && <Button kind="danger" onPress={() => drop.mutate()}>{t("Remove")}</Button>}<Fault error={change.error ?? drop.error} /></td>
    </tr>
  );
}

function Invite({ workspace }: { workspace: string }): ReactNode {
  const client = useQueryClient();
  const open = useQuery(invitations(workspace));
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const [link, setLink] = useState("");
  const again = (): void => void anew(client, "invitations", workspace);
  const send = useMutation({
    mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/invitations", { params: { path: { workspace } }, body: { email, role } })),
    onSuccess: (made) => { setEmail(""); again(); if (made?.link) setLink(new URL(made.link, location.origin).href); },
  });
  const drop = useMutation({ mutationFn: (invitation: string) => api.DELETE("/api/v1/workspaces/{workspace}/invitations/{invitation}", { params: { path: { workspace, invitation } } }), onSuccess: again });
  return (
    <section className="stack">
      <h2>{t("Invite somebody")}</h2>
      <div className="row wrap" style={{ alignItems: "flex-end" }}>
        <div className="grow"><Field label={t("E-mail (empty: whoever has the link)")} type="email" value={email} onChange={setEmail} /></div>
        <Choice label={t("Role")} value={role} onChange={(next) => setRole(next as Role)} options={roles()} />
        <Button kind="primary" isDisabled={send.isPending} onPress={() => send.mutate()}>{t("Invite")}</Button>
      </div>
      <Fault error={send.error ?? drop.error} />
      {link && <div className="row"><input className="input grow" readOnly value={link} aria-label={t("Link to accept with")} onFocus={(event) => event.target.select()} /><Button onPress={() => void navigator.clipboard.writeText(link).then(() => tell(t("Link copied")))}>{t("Copy")}</Button></div>}
      <ul className="list">
        {open.data?.map((one) => <li key={one.id}><div className="row"><span className="grow">{one.email || t("whoever has the link")} · {roles().find(([name]) => name === one.role)?.[1]}</span><span className="quiet small">{t("until {when}", { when: day(one.expires_at) })}</span><Button kind="bare" onPress={() => drop.mutate(one.id)}>{t("Withdraw")}</Button></div></li>)}
      </ul>
    </section>
  );
}
