/** Inviting somebody by mail, or whoever gets the link. */

import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Choice, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import type { Invitation, Role } from "../lib/api/contract";
import { t } from "../lib/i18n";

export const roles = (): [Role, string][] => [["owner", t("owner")], ["editor", t("editor")], ["commenter", t("commenter")], ["viewer", t("viewer")]];

/** What became of the mail with an invitation, and what there is left to do. */
function fate({ mailed, email }: Invitation): string {
  if (mailed === "sent") return t("A mail with the link is on its way to {who}.", { who: email });
  if (mailed === "waits") return t("The mail server cannot be reached. Footpath tries again for two days; meanwhile hand on the link yourself.");
  if (mailed === "refused") return t("The mail server refuses {who}. Check the address, or hand on the link yourself.", { who: email });
  return mailed === "kept" ? t("This server sends no mails: hand on the link yourself.") : t("Hand on the link: it is shown this once.");
}

export function Inviting({ may, begin, onInvite }: { may: readonly (readonly [Role, string])[]; begin: Role; onInvite: (invite: { email: string; role: Role }) => Promise<Invitation | undefined> }): ReactNode {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>(begin);
  const [made, setMade] = useState<Invitation | null>(null);
  const link = made?.link ? new URL(made.link, location.origin).href : "";
  const send = useMutation({
    mutationFn: () => onInvite({ email, role }),
    onSuccess: (one) => { setEmail(""); setMade(one ?? null); },
  });
  return (
    <>
      <div className="row wrap" style={{ alignItems: "flex-end" }}>
        <div className="grow"><Field label={t("E-mail (empty: whoever has the link)")} type="email" value={email} onChange={setEmail} /></div>
        <Choice label={t("Role")} value={role} onChange={(next) => setRole(next as Role)} options={may} />
        <Button isDisabled={send.isPending} onPress={() => send.mutate()}>{t("Invite")}</Button>
      </div>
      <Fault error={send.error} />
      {made && <p role="status" className={made.mailed === "sent" ? "quiet" : ""}>{fate(made)}</p>}
      {link && <div className="row"><input className="input grow" readOnly value={link} aria-label={t("Link to accept with")} onFocus={(event) => event.target.select()} /><Button onPress={() => void navigator.clipboard.writeText(link).then(() => tell(t("Link copied")))}>{t("Copy")}</Button></div>}
    </>
  );
}
