/** Signing in, and on a new server making its first account. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { Button, Fault, Field } from "../kit";
import { admit, api, data, Problem } from "../lib/api/client";
import type { Me } from "../lib/api/contract";
import { bringLanguage } from "../lib/choosing";
import { language, t } from "../lib/i18n";
import { useQueryState } from "../lib/router";
import { me, setup } from "../lib/queries";
import { LanguageChoice } from "./LanguageChoice";

export function Entrance({ title, lead, children, onSubmit }: { title: string; lead: string; children: ReactNode; onSubmit: () => void }): ReactNode {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className="gate">
      <form className="gate-form" onSubmit={submit}>
        <p className="brand"><Mark /> Footpath</p>
        <h1>{title}</h1>
        <p className="quiet">{lead}</p>
        {children}
        <LanguageChoice />
      </form>
      <Picture />
    </main>
  );
}

export function Mark(): ReactNode {
  return <svg width="18" height="18" viewBox="0 0 16 16" aria-hidden="true"><path d="M1 12c4 0 3-8 7-8s3 6 7 4" fill="none" stroke="var(--accent)" strokeWidth="2.4" strokeLinecap="round" /></svg>;
}

/** A path as it will look once it is drawn from somebody's data. */
function Picture(): ReactNode {
  const steps = [[70, 250], [210, 214], [350, 236], [490, 304], [630, 388], [770, 316], [910, 226]] as const;
  const river = "M0,600 C70,600 130,618 210,624 S350,636 420,668 560,690 630,696 840,704 980,708";
  return (
    <svg className="gate-picture" viewBox="0 0 980 900" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      {[210, 304, 398].map((y, at) => <line key={y} x1="0" x2="980" y1={y} y2={y} stroke="var(--line)" strokeDasharray={at === 1 ? undefined : "2 5"} />)}
      <path d={`${river} L980,900 0,900Z`} fill="var(--accent-soft)" />
      <path d={river} fill="none" stroke="var(--accent)" strokeWidth="1.5" />
      <path d="M0,262C24,258 48,254 70,250C120,238 160,214 210,214S300,218 350,236 440,270 490,304 580,388 630,388 720,352 770,316 860,226 910,226 960,222 980,222" fill="none" stroke="var(--accent)" strokeWidth="2.2" />
      {steps.map(([x, y], at) => <circle key={x} cx={x} cy={y} r={at === 4 ? 6.5 : 5} fill="var(--bg)" stroke={at === 4 ? "var(--pain)" : "var(--accent)"} strokeWidth="2.2" />)}
      <text x="630" y="418" textAnchor="middle" fill="var(--pain)" fontSize="13" fontWeight="600">{t("valley: {what}", { what: t("pay on phone") })}</text>
    </svg>
  );
}

export function Gate({ trouble }: { trouble: unknown }): ReactNode {
  const needed = useQuery(setup);
  if (needed.isPending) return <div aria-busy="true" />;
  return needed.data?.needed ? <FirstRun /> : <SignIn trouble={trouble ?? needed.error} />;
}

/** Go on as whoever the server says this is now. */
export function useEntering(): (who: Me) => void {
  const client = useQueryClient();
  return (who) => {
    client.setQueryData(me.queryKey, admit(who));
    client.removeQueries({ predicate: ({ state }) => state.status === "error" }); // what was refused before is asked anew
    bringLanguage(who);
  };
}

/** A way to sign in again, and to come back here. */
export function SignInAgain(): ReactNode {
  const client = useQueryClient();
  return <Button kind="primary" onPress={() => void client.resetQueries(me)}>{t("Sign in")}</Button>;
}

/** That way where something failed because nobody is signed in any longer. */
export const SignInAfter = ({ error }: { error: unknown }): ReactNode => (error instanceof Problem && error.status === 401 ? <SignInAgain /> : null);

const CAME_BACK: Record<string, () => Problem> = {
  unknown: () => new Problem(403, t("Nobody here has the address of that account."), t("Ask an owner of the workspace to invite you, or sign in with another account.")),
  refused: () => new Problem(401, t("The sign-in at your company was not completed."), t("Begin it anew.")),
  away: () => new Problem(503, t("Your company’s sign-in cannot be reached."), t("Try again in a moment.")),
  failed: () => new Problem(500, t("The sign-in at your company is not set up rightly."), t("Ask whoever runs this server.")),
};

/** The address to come back to, without what the last try left in it. */
function here(): string {
  const query = new URLSearchParams(location.search);
  query.delete("sign-in");
  return location.pathname + (query.size ? `?${query}` : "");
}

function SignIn({ trouble }: { trouble: unknown }): ReactNode {
  const enter = useEntering();
  const [came] = useQueryState("sign-in");
  const setting = useQuery(setup);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [totp, setTotp] = useState("");
  const [forgot, setForgot] = useState(false);
  const sign = useMutation({ mutationFn: () => data(api.POST("/api/v1/session", { body: { email, password, totp } })), onSuccess: enter });
  const ask = useMutation({ mutationFn: () => api.POST("/api/v1/password/forgotten", { body: { email } }) });
  const code = totp !== "" || (sign.error !== null && /totp|code/i.test(`${sign.error.message} ${"field" in sign.error ? sign.error.field : ""}`));
  if (forgot) {
    return (
      <Entrance title={t("A new password")} lead={t("Say where to send a link to choose one.")} onSubmit={() => ask.mutate()}>
        <Field label={t("E-mail")} type="email" value={email} onChange={setEmail} autoComplete="username" autoFocus required />
        <Fault error={ask.error} />
        {setting.data?.mails === false && <p role="status">{t("This server sends no mails. Ask whoever looks after it for a link.")}</p>}
        {ask.isSuccess && setting.data?.mails !== false && <p role="status">{t("If there is an account with this address, a message is on its way.")}</p>}
        <Button kind="primary" className="wide" type="submit" isDisabled={ask.isPending}>{t("Send the link")}</Button>
        <Button kind="bare" onPress={() => setForgot(false)}>{t("Back")}</Button>
      </Entrance>
    );
  }
  return (
    <Entrance title={t("Sign in")} lead={t("The customer’s journey, drawn from what really happened.")} onSubmit={() => sign.mutate()}>
      <Fault error={sign.error ?? trouble ?? CAME_BACK[came]?.()} />
      <Field label={t("E-mail")} type="email" value={email} onChange={setEmail} autoComplete="username" autoFocus required />
      <Field label={t("Password")} type="password" value={password} onChange={setPassword} autoComplete="current-password" required />
      {code && <Field label={t("Code from your authenticator")} value={totp} onChange={setTotp} autoComplete="one-time-code" autoFocus hint={t("Or one of your recovery codes.")} />}
      <Button kind="primary" className="wide" type="submit" isDisabled={sign.isPending}>{t("Sign in")}</Button>
      {setting.data?.oidc && <a className="button wide" href={`/api/v1/oidc/start?to=${encodeURIComponent(here())}`}>{t("Sign in with your company’s account")}</a>}
      <Button kind="bare" onPress={() => setForgot(true)}>{t("I forgot my password")}</Button>
    </Entrance>
  );
}

function FirstRun(): ReactNode {
  const enter = useEntering();
  const [form, setForm] = useState({ name: "", email: "", password: "", workspace: "" });
  const set = (field: keyof typeof form) => (value: string) => setForm({ ...form, [field]: value });
  const make = useMutation({ mutationFn: () => data(api.POST("/api/v1/setup", { body: { ...form, locale: language() } })), onSuccess: enter });
  return (
    <Entrance title={t("Welcome to Footpath")} lead={t("This server is new. Make the first account; you can invite others afterwards.")} onSubmit={() => make.mutate()}>
      <Fault error={make.error} />
      <Field label={t("Your name")} value={form.name} onChange={set("name")} autoComplete="name" autoFocus required />
      <Field label={t("E-mail")} type="email" value={form.email} onChange={set("email")} autoComplete="username" required />
      <Field label={t("Password")} type="password" value={form.password} onChange={set("password")} autoComplete="new-password" required minLength={10} hint={t("At least ten characters; a few words are best.")} />
      <Field label={t("Workspace")} value={form.workspace} onChange={set("workspace")} required placeholder={t("The name of your team or company")} />
      <Button kind="primary" className="wide" type="submit" isDisabled={make.isPending}>{t("Begin")}</Button>
    </Entrance>
  );
}
