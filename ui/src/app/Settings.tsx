/** What a person, and the owner of a workspace, can set. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault, Field, Segments } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Me } from "../lib/api/contract";
import { t } from "../lib/i18n";
import { me } from "../lib/queries";
import { chosen, useScheme, wear, type Theme } from "../lib/theme";
import { Link } from "../lib/router";
import { Keys } from "./Keys";
import { LanguageChoice } from "./LanguageChoice";
import { Trackers } from "./Trackers";
import { TwoFactors } from "./TwoFactors";
import { workspaceOf } from "./workspace";

export default function Settings({ who }: { who: Me }): ReactNode {
  const client = useQueryClient();
  useScheme();
  const [theme, setTheme] = useState<Theme>(chosen());
  const [name, setName] = useState(who.user.name);
  const [passwords, setPasswords] = useState({ current: "", password: "" });
  const workspace = workspaceOf(who);
  const [team, setTeam] = useState(workspace?.name ?? "");
  const again = (): void => {
    tell(t("Saved"));
    void client.invalidateQueries({ queryKey: me.queryKey });
  };
  const rename = useMutation({ mutationFn: () => data(api.PATCH("/api/v1/me", { body: { name } })), onSuccess: again });
  const change = useMutation({ mutationFn: () => data(api.POST("/api/v1/me/password", { body: passwords })), onSuccess: () => { setPasswords({ current: "", password: "" }); again(); } });
  const call = useMutation({ mutationFn: () => data(api.PATCH("/api/v1/workspaces/{workspace}", { params: { path: { workspace: workspace?.id ?? "" } }, body: { name: team } })), onSuccess: again });
  return (
    <main className="page">
      <header className="page-head"><h1>{t("Settings")}</h1></header>
      <section className="stack setting">
        <h2>{t("How it looks to you")}</h2>
        <LanguageChoice />
        <div className="field"><span className="label">{t("Theme")}</span><div><Segments label={t("Theme")} value={theme} onChange={(next) => { setTheme(next as Theme); wear(next as Theme); }} options={[["auto", t("As the system")], ["light", t("Light")], ["dark", t("Dark")]]} /></div></div>
      </section>
      <section className="stack setting">
        <h2>{t("You")}</h2>
        <Field label={t("Your name")} value={name} onChange={setName} />
        <div className="row"><Button isDisabled={!name.trim() || name === who.user.name} onPress={() => rename.mutate()}>{t("Save")}</Button></div>
        <Field label={t("Current password")} type="password" value={passwords.current} onChange={(current) => setPasswords({ ...passwords, current })} autoComplete="current-password" />
        <Field label={t("A new password")} type="password" value={passwords.password} onChange={(password) => setPasswords({ ...passwords, password })} autoComplete="new-password" />
        <Fault error={rename.error ?? change.error} />
        <div className="row"><Button isDisabled={!passwords.current || !passwords.password} onPress={() => change.mutate()}>{t("Change the password")}</Button></div>
        <TwoFactors on={who.user.totp} again={again} />
      </section>
      {workspace?.role === "owner" && (
        <section className="stack setting">
          <h2>{t("Workspace")}</h2>
          <Field label={t("Name")} value={team} onChange={setTeam} />
          <Fault error={call.error} />
          <div className="row"><Button isDisabled={!team.trim() || team === workspace.name} onPress={() => call.mutate()}>{t("Save")}</Button></div>
          <p><Link to="/audit">{t("Audit log: who did what here")}</Link></p>
        </section>
      )}
      {workspace?.role === "owner" && <Trackers workspace={workspace.id} />}
      {workspace?.role === "owner" && <Keys workspace={workspace.id} />}
    </main>
  );
}
