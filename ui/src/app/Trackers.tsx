/** Trackers that the workspace is connected to: whose tickets tell how far items are. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Check, Choice, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { api, data, Problem } from "../lib/api/client";
import type { Tracker } from "../lib/api/contract";
import { ago } from "../lib/format";
import { t } from "../lib/i18n";
import { anew } from "../lib/queries";
import { AskNow } from "../library/Tickets";

export function Trackers({ workspace }: { workspace: string }): ReactNode {
  const client = useQueryClient();
  const place = { params: { path: { workspace } } };
  const list = useQuery({ queryKey: ["trackers", workspace], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/trackers", place)) });
  const again = (): void => { for (const key of ["trackers", "tickets"]) void anew(client, key, workspace); };
  return (
    <section className="stack setting wide">
      <h2>{t("Trackers")}</h2>
      <p className="quiet">{t("Items of the library that are linked to tickets show how far those are, and follow them: a solution is live when its ticket is done. The trackers are asked every 15 minutes.")}</p>
      <ul className="stack">{list.data?.map((one) => <Connected key={one.id} one={one} again={again} />)}</ul>
      {(list.data?.length ?? 0) > 0 && <div className="row wrap"><AskNow workspace={workspace} bare /></div>}
      <Fault error={list.error} />
      <Connect workspace={workspace} onMade={again} />
    </section>
  );
}

function Connected({ one, again }: { one: Tracker; again: () => void }): ReactNode {
  const [token, setToken] = useState<string | null>(null);
  const place = { params: { path: { workspace: one.workspace_id, tracker: one.id } } };
  const change = useMutation({ mutationFn: (body: { token?: string; sets_status?: boolean }) => data(api.PATCH("/api/v1/workspaces/{workspace}/trackers/{tracker}", { ...place, body })), onSuccess: () => { setToken(null); tell(t("Saved")); again(); } });
  const test = useMutation({ mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/trackers/{tracker}/test", place)) });
  const drop = useMutation({ mutationFn: () => api.DELETE("/api/v1/workspaces/{workspace}/trackers/{tracker}", place), onSuccess: again });
  const wrong = test.data?.problem ? new Problem(0, test.data.problem, test.data.hint) : !test.data && one.problem ? new Problem(0, one.problem, one.hint) : null;
  return (
    <li className="tracker">
      <div className="row wrap"><strong>{one.name}</strong><span className="quiet">{one.address}</span><span className="quiet small">{one.asked_at ? t("asked {ago}", { ago: ago(one.asked_at) }) : t("not asked yet")}</span></div>
      <Check label={t("Set the status of items")} value={one.sets_status} disabled={change.isPending} onChange={(sets_status) => change.mutate({ sets_status })} />
      <div className="row wrap">
        <Button isDisabled={test.isPending} aria-label={t("Test {what}", { what: one.name })} onPress={() => test.mutate()}>{t("Test")}</Button>
        <Button aria-label={t("New token for {what}", { what: one.name })} onPress={() => setToken(token === null ? "" : null)}>{t("New token")}</Button>
        <Button kind="danger" isDisabled={drop.isPending} aria-label={t("Remove {what}", { what: one.name })} onPress={() => drop.mutate()}>{t("Remove")}</Button>
      </div>
      {token !== null && (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); change.mutate({ token: token.trim() }); }}>
          <Field label={t("New token")} type="password" autoComplete="off" value={token} onChange={setToken} autoFocus required />
          <div className="row"><Button type="submit" isDisabled={!token.trim() || change.isPending}>{t("Save")}</Button></div>
        </form>
      )}
      {test.data && !test.data.problem && <p role="status">{t("It answers, and takes the token for {account}.", { account: test.data.account })}</p>}
      <Fault error={wrong ?? test.error ?? change.error ?? drop.error} />
    </li>
  );
}

const EMPTY = { name: "", address: "", account: "", token: "", sets_status: true };

function Connect({ workspace, onMade }: { workspace: string; onMade: () => void }): ReactNode {
  const kinds = useQuery({ queryKey: ["tracker-kinds"], queryFn: () => data(api.GET("/api/v1/tracker-kinds")), staleTime: Infinity });
  const [kind, setKind] = useState("github");
  const [draft, setDraft] = useState(EMPTY);
  const about = kinds.data?.find((one) => one.name === kind);
  const set = (given: Partial<typeof EMPTY>): void => setDraft({ ...draft, ...given });
  const address = draft.address.trim() || about?.usual || "";
  const body = { ...draft, kind, address, name: draft.name.trim() || (about?.title ?? kind), account: about?.wants_account ? draft.account.trim() : "", token: draft.token.trim() };
  const make = useMutation({ mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/trackers", { params: { path: { workspace } }, body })), onSuccess: () => { setDraft(EMPTY); tell(t("Connected")); onMade(); } });
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
      <h3>{t("Connect a tracker")}</h3>
      <div className="pairs">
        <Choice label={t("Tracker")} value={kind} onChange={setKind} options={(kinds.data ?? []).map((one) => [one.name, one.title])} />
        <Field label={t("What you call it")} value={draft.name} onChange={(name) => set({ name })} placeholder={about?.title ?? ""} />
        <Field label={t("Address")} type="url" value={draft.address} onChange={(given) => set({ address: given })} placeholder={about?.usual || "https://example.atlassian.net"} required={!about?.usual} />
        {about?.wants_account && <Field label={t("E-mail of the account")} type="email" value={draft.account} onChange={(account) => set({ account })} autoComplete="off" hint={t("For Jira Cloud. Leave it empty for Jira Data Center.")} />}
        <Field label={t("Token")} type="password" value={draft.token} onChange={(token) => set({ token })} autoComplete="off" required hint={t("It is kept on the server, sent to this tracker only, and never shown again.")} />
      </div>
      <Check label={t("Set the status of items")} value={draft.sets_status} onChange={(sets_status) => set({ sets_status })} />
      <div className="row wrap"><Button type="submit" isDisabled={!address || !draft.token.trim() || make.isPending}>{t("Connect")}</Button>{about?.help_page && <a href={about.help_page} target="_blank" rel="noreferrer">{t("How to make a token")}</a>}</div>
      <Fault error={make.error} />
    </form>
  );
}
