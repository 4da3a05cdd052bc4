/** Inviting somebody by mail, or whoever gets the link. */

import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Choice, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import type { Invitation, Role } from "../lib/api/contract";
import { t } from "../lib/i18n";

export const roles = (): [Role, string][] => [["owner", t("owner")], ["editor", t("editor")], ["commenter", t("commenter")], ["viewer", t("viewer")]];

export function Inviting({ may, begin, onInvite }: { may: readonly (readonly [Role, string])[]; begin: Role; onInvite: (invite: { email: string; role: Role }) => Promise<Invitation | undefined> }): ReactNode {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>(begin);
  const [link, setLink] = useState("");
  const send = useMutation({
    mutationFn: () => onInvite({ email, role }),
    onSuccess: (made) => { setEmail(""); if (made?.link) setLink(new URL(made.link, location.origin).href); },
  });
  return (
    <>
      <div className="row wrap" style={{ alignItems: "flex-end" }}>
        <div className="grow"><Field label={t("E-mail (empty: whoever has the link)")} type="email" value={email} onChange={setEmail} /></div>
        <Choice label={t("Role")} value={role} onChange={(next) => setRole(next as Role)} options={may} />
        <Button isDisabled={send.isPending} onPress={() => send.mutate()}>{t("Invite")}</Button>
      </div>
      <Fault error={send.error} />
      {link && <div className="row"><input className="input grow" readOnly value={link} aria-label={t("Link to accept with")} onFocus={(event) => event.target.select()} /><Button onPress={() => void navigator.clipboard.writeText(link).then(() => tell(t("Link copied")))}>{t("Copy")}</Button></div>}
    </>
  );
}
