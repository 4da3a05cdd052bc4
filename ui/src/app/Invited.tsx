/** Accepting an invitation, with an account or by making one. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault, Field } from "../kit";
import { api, data } from "../lib/api/client";
import { language, t } from "../lib/i18n";
import { invitation, me } from "../lib/queries";
import { go } from "../lib/router";
import { Entrance, useEntering } from "./Gate";

export default function Invited({ token }: { token: string }): ReactNode {
  const enter = useEntering();
  const offered = useQuery({ ...invitation(token), retry: false });
  const who = useQuery({ ...me, retry: false });
  const [form, setForm] = useState({ name: "", email: "", password: "" });
  const place = { params: { path: { token } } };
  const accept = useMutation({
    mutationFn: () => data(who.data ? api.POST("/api/v1/invitations/{token}", place) : api.POST("/api/v1/invitations/{token}/newcomer", { ...place, body: { ...form, email: form.email || (offered.data?.email ?? ""), locale: language() } })),
    onSuccess: (made) => { if (made) enter(made); go(offered.data?.document_id ? `/maps/${offered.data.document_id}` : "/"); },
  });
  if (offered.isPending) return <div aria-busy="true" />;
  if (offered.error) return <Entrance title={t("This invitation does not work")} lead={t("It may have ended or been used already. Ask whoever sent it for a new one.")} onSubmit={() => go("/")}><Fault error={offered.error} /></Entrance>;
  const lead = t("You are invited to “{name}”.", { name: offered.data?.workspace ?? "" });
  return (
    <Entrance title={t("Come in")} lead={who.data ? `${lead} ${t("You are signed in as {name}.", { name: who.data.user.name })}` : lead} onSubmit={() => accept.mutate()}>
      <Fault error={accept.error} />
      {!who.data && (
        <>
          <Field label={t("Your name")} value={form.name} onChange={(name) => setForm({ ...form, name })} autoComplete="name" required />
          <Field label={t("E-mail")} type="email" value={form.email || (offered.data?.email ?? "")} onChange={(email) => setForm({ ...form, email })} autoComplete="username" required />
          <Field label={t("Password")} type="password" value={form.password} onChange={(password) => setForm({ ...form, password })} autoComplete="new-password" required hint={t("At least ten characters; a few words are best.")} />
        </>
      )}
      <Button kind="primary" className="wide" type="submit" isDisabled={accept.isPending}>{t("Accept")}</Button>
    </Entrance>
  );
}
