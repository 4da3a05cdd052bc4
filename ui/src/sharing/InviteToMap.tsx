/** Invite somebody with an account to this one map, as viewer, commenter, editor or owner of it. */

import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Choice, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Role } from "../lib/api/contract";
import { t } from "../lib/i18n";

export function InviteToMap({ id }: { id: string }): ReactNode {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("commenter");
  const [link, setLink] = useState("");
  const send = useMutation({
    mutationFn: () => data(api.POST("/api/v1/maps/{document}/invitations", { params: { path: { document: id } }, body: { email: email.trim(), role } })),
    onSuccess: (made) => {
      if (made?.link) setLink(new URL(made.link, location.origin).href);
      tell(email.trim() ? t("Invited: {email}", { email: email.trim() }) : t("The link is made; copy it below."));
      setEmail("");
    },
  });
  return (
    <section className="stack" aria-labelledby="invite-to-map">
      <h3 id="invite-to-map">{t("Invite to this map only")}</h3>
      <p className="hint">{t("They sign in and see this map and no other. Invite to the whole workspace under People.")}</p>
      <form className="row wrap" style={{ alignItems: "flex-end" }} onSubmit={(event) => { event.preventDefault(); send.mutate(); }}>
        <div className="grow"><Field label={t("E-mail (empty: whoever has the link)")} type="email" value={email} onChange={setEmail} /></div>
        <Choice label={t("Role")} value={role} onChange={(next) => setRole(next as Role)} options={[["viewer", t("viewer")], ["commenter", t("commenter")], ["editor", t("editor")]]} />
        <Button type="submit" isDisabled={send.isPending}>{t("Invite")}</Button>
      </form>
      <Fault error={send.error} />
      {link && <div className="row"><input className="input grow" readOnly value={link} aria-label={t("Link to accept with")} onFocus={(event) => event.target.select()} /><Button onPress={() => void navigator.clipboard.writeText(link).then(() => tell(t("Link copied")))}>{t("Copy")}</Button></div>}
    </section>
  );
}
