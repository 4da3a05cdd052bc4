/** Links to a map for people without an account. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Check, Choice, Dialog, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Share } from "../lib/api/contract";
import { day } from "../lib/format";
import { t } from "../lib/i18n";
import { anew, shares } from "../lib/queries";
import { localised, type Lane } from "../maps/model/types";
import { language } from "../lib/i18n";
import { Inviting, roles } from "../app/Inviting";

const linkOf = (one: Share): string => new URL(one.link, location.origin).href;

/** Return what a page or a wiki shows the map with. */
const frameOf = (one: Share): string => `<iframe src="${linkOf(one).replace("/shared/", "/embed/")}" title="${t("Customer journey map")}" width="100%" height="640" style="border:0" loading="lazy"></iframe>`;

async function copy(text: string, said = t("Link copied")): Promise<void> {
  await navigator.clipboard.writeText(text);
  tell(said);
}

export function ShareDialog({ id, lanes, onClose }: { id: string; lanes: readonly Lane[]; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const list = useQuery(shares(id));
  const [password, setPassword] = useState("");
  const [expires, setExpires] = useState("");
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [live, setLive] = useState(true);
  const body = { hidden_lanes: [...hidden], password, ...(expires ? { expires_at: `${expires}T23:59:59Z` } : {}) };
  const make = useMutation({
    mutationFn: async () => {
      const place = { params: { path: { document: id } } };
      const frozen = live ? undefined : await api.POST("/api/v1/maps/{document}/versions", { ...place, body: { name: t("Shared as it was") } });
      return api.POST("/api/v1/maps/{document}/shares", { ...place, body: { ...body, version_id: frozen?.data?.id ?? "" } });
    },
    onSuccess: ({ data }) => {
      void anew(client, "shares", id);
      if (data) void copy(linkOf(data)).catch(() => tell(t("The link is made; copy it below.")));
    },
  });
  const drop = useMutation({ mutationFn: (share: string) => api.DELETE("/api/v1/shares/{share}", { params: { path: { share } } }), onSuccess: () => anew(client, "shares", id) });
  return (
    <Dialog title={t("Share this map")} onClose={onClose} width={600}>
      <h3>{t("People with an account")}</h3>
      <p className="quiet">{t("Whoever you invite here comes to this map alone; People invites to the whole workspace.")}</p>
      <Inviting may={roles().filter(([role]) => role !== "owner")} begin="commenter" onInvite={(body) => data(api.POST("/api/v1/maps/{document}/invitations", { params: { path: { document: id } }, body }))} />
      <h3>{t("Links for people without one")}</h3>
      <p className="quiet">{t("Whoever has a link can look at the map.")}</p>
      <div className="row" style={{ alignItems: "flex-start" }}>
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
        {list.data?.map((one) => <Made key={one.id} one={one} onEnd={() => drop.mutate(one.id)} />)}
      </ul>
    </Dialog>
  );
}

/** A link that was made, with what may be done with it; one that has ended leads nowhere any more. */
function Made({ one, onEnd }: { one: Share; onEnd: () => void }): ReactNode {
  const over = Boolean(one.expires_at) && Date.parse(one.expires_at ?? "") <= Date.now();
  const ends = one.expires_at ? day(one.expires_at) : "";
  return (
    <li>
      <div className="row wrap">
        <span className="grow">{one.name || t("Link of {when}", { when: day(one.created_at) })} {over && <span className="badge warn">{t("ended on {when}", { when: ends })}</span>} {one.password && <span className="badge plain">{t("with a password")}</span>} {(one.hidden_lanes?.length ?? 0) > 0 && <span className="badge plain">{t("lanes left out")}</span>} {one.version_id && <span className="badge plain">{t("frozen")}</span>} {ends && !over && <span className="quiet small">{t("until {when}", { when: ends })}</span>}</span>
        {!over && <Button onPress={() => void copy(linkOf(one))}>{t("Copy")}</Button>}
        {!over && !one.password && <Button onPress={() => void copy(frameOf(one), t("Copied: paste it into a page or a wiki"))}>{t("Embed")}</Button>}
        <Button kind={over ? "" : "danger"} onPress={onEnd}>{over ? t("Take off the list") : t("End")}</Button>
      </div>
    </li>
  );
}
