/** Links to a map for people without an account. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Check, Choice, Dialog, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { api } from "../lib/api/client";
import type { Role, Share } from "../lib/api/contract";
import { day } from "../lib/format";
import { t } from "../lib/i18n";
import { anew, shares } from "../lib/queries";
import { localised, type Lane } from "../maps/model/types";
import { language } from "../lib/i18n";

const linkOf = (one: Share): string => one.url ?? `${location.origin}/shared/${one.token ?? ""}`;

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  tell(t("Link copied"));
}

export function ShareDialog({ id, lanes, onClose }: { id: string; lanes: readonly Lane[]; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const list = useQuery(shares(id));
  const [role, setRole] = useState<Role>("viewer");
  const [password, setPassword] = useState("");
  const [expires, setExpires] = useState("");
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [live, setLive] = useState(true);
  const body = { role, live, hidden_lanes: [...hidden], ...(password ? { password } : {}), ...(expires ? { expires_at: `${expires}T23:59:59Z` } : {}) };
  const make = useMutation({
    mutationFn: () => api.POST("/maps/{id}/shares", { params: { path: { id } }, body }),
    onSuccess: ({ data }) => {
      void anew(client, "shares", id);
      if (data) void copy(linkOf(data)).catch(() => tell(t("The link is made; copy it below.")));
    },
  });
  const drop = useMutation({ mutationFn: (share: string) => api.DELETE("/shares/{id}", { params: { path: { id: share } } }), onSuccess: () => anew(client, "shares", id) });
  return (
    <Dialog title={t("Share this map")} onClose={onClose} width={600}>
      <p className="quiet">{t("Whoever has a link can open the map without an account.")}</p>
      <div className="row" style={{ alignItems: "flex-start" }}>
        <div className="grow"><Choice label={t("They may")} value={role} onChange={(next) => setRole(next as Role)} options={[["viewer", t("look")], ["commenter", t("look and comment")], ["editor", t("edit")]]} /></div>
        <div className="grow"><Choice label={t("They see")} value={live ? "live" : "frozen"} onChange={(next) => setLive(next === "live")} options={[["live", t("the map as it changes")], ["frozen", t("the map as it is now")]]} /></div>
      </div>
      <div className="row" style={{ alignItems: "flex-start" }}>
        <div className="grow"><Field label={t("Password (if you want one)")} value={password} onChange={setPassword} type="password" autoComplete="new-password" /></div>
        <div className="grow"><Field label={t("Ends on (if it should)")} value={expires} onChange={setExpires} type="date" /></div>
      </div>
      <details>
        <summary>{t("Leave lanes out")}</summary>
        {lanes.map((lane) => <Check key={lane.key} label={localised(lane.title, language())} value={hidden.includes(lane.key)} onChange={(hide) => setHidden(hide ? [...hidden, lane.key] : hidden.filter((one) => one !== lane.key))} />)}
      </details>
      <Fault error={make.error ?? drop.error ?? list.error} />
      <div className="row"><Button kind="primary" isDisabled={make.isPending} onPress={() => make.mutate()}>{t("Make a link and copy it")}</Button></div>
      {(list.data?.length ?? 0) > 0 && <h3>{t("Links to this map")}</h3>}
      <ul className="list">
        {list.data?.map((one) => (
          <li key={one.id}>
            <div className="row">
              <span className="grow">{one.role === "viewer" ? t("look") : one.role === "commenter" ? t("look and comment") : t("edit")} {one.password && <span className="badge plain">{t("with a password")}</span>} {!one.live && <span className="badge plain">{t("frozen")}</span>} {one.expires_at && <span className="quiet small">{t("until {when}", { when: day(one.expires_at) })}</span>}</span>
              {(one.url || one.token) && <Button onPress={() => void copy(linkOf(one))}>{t("Copy")}</Button>}
              <Button kind="danger" onPress={() => drop.mutate(one.id)}>{t("End")}</Button>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
