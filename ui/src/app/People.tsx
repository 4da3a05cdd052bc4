/** Who works here, and inviting others. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Avatar, Button, Fault } from "../kit";
import { useWhole } from "../kit/whole";
import { api, data } from "../lib/api/client";
import type { Invitation, Me, Member, Role } from "../lib/api/contract";
import { day } from "../lib/format";
import { t } from "../lib/i18n";
import { anew, invitations, members } from "../lib/queries";
import { Inviting, roles } from "./Inviting";
import { workspaceOf } from "./workspace";

export default function People({ who }: { who: Me }): ReactNode {
  const workspace = workspaceOf(who);
  const id = workspace?.id ?? "";
  const owner = workspace?.role === "owner";
  const list = useQuery(members(id));
  if (!useWhole(list.isFetched)) return <main className="page" aria-busy="true" />;
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
  const again = (): void => void anew(client, "invitations", workspace);
  const drop = useMutation({ mutationFn: (invitation: string) => api.DELETE("/api/v1/workspaces/{workspace}/invitations/{invitation}", { params: { path: { workspace, invitation } } }), onSuccess: again });
  const send = async (body: { email: string; role: Role }): Promise<Invitation | undefined> => {
    const made = await data(api.POST("/api/v1/workspaces/{workspace}/invitations", { params: { path: { workspace } }, body }));
    again();
    return made;
  };
  return (
    <section className="stack">
      <h2>{t("Invite somebody")}</h2>
      <Inviting may={roles()} begin="editor" onInvite={send} />
      <Fault error={drop.error} />
      <ul className="list">
        {open.data?.map((one) => <li key={one.id}><div className="row"><span className="grow">{one.email || t("whoever has the link")} · {roles().find(([name]) => name === one.role)?.[1]} {one.document_id && <span className="badge plain">{t("for one map")}</span>}</span><span className="quiet small">{t("until {when}", { when: day(one.expires_at) })}</span><Button kind="bare" onPress={() => drop.mutate(one.id)}>{t("Withdraw")}</Button></div></li>)}
      </ul>
    </section>
  );
}
