/** Codes that stand in for a lost authenticator: shown once, counted afterwards, made anew with the password. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import { t } from "../lib/i18n";

const KEY = ["recovery"];
const FEW = 3;

/** The codes themselves, until they are put away. */
export function Codes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }): ReactNode {
  const text = codes.join("\n");
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Footpath · ${location.host}\n\n${text}\n`)}`;
  return (
    <div className="stack" role="group" aria-label={t("Recovery codes")}>
      <p role="status"><strong>{t("Keep these codes now: they are shown this once.")}</strong> {t("If your phone is lost, each lets you in one time instead of its code.")}</p>
      <ul className="recovery-codes">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
      <div className="row wrap">
        <Button onPress={() => void navigator.clipboard.writeText(text).then(() => tell(t("Codes copied")))}>{t("Copy")}</Button>
        <a className="button" href={file} download="footpath-recovery-codes.txt">{t("Save as a file")}</a>
        <Button kind="primary" onPress={onKept}>{t("I have kept them")}</Button>
      </div>
    </div>
  );
}

/** How many are left, and the way to new ones. */
export function Recovery(): ReactNode {
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const [asking, setAsking] = useState(false);
  const found = useQuery({ queryKey: KEY, queryFn: () => data(api.GET("/api/v1/me/totp/recovery")), refetchOnMount: "always" });
  const renew = useMutation({
    mutationFn: () => data(api.POST("/api/v1/me/totp/recovery", { body: { password } })),
    onSuccess: () => { setPassword(""); setAsking(false); void client.invalidateQueries({ queryKey: KEY }); },
  });
  if (renew.data?.codes) return <Codes codes={renew.data.codes} onKept={renew.reset} />;
  const left = found.data?.left;
  return (
    <div className="stack tight">
      {left !== undefined && <p className={left <= FEW ? "warn-text" : "quiet"}>{t("{n, plural, =0 {No recovery code is left: without your phone nobody can let you in.} one {# recovery code is left.} other {# recovery codes are left.}}", { n: left })}</p>}
      {asking ? (
        <form className="stack tight" onSubmit={(event) => { event.preventDefault(); renew.mutate(); }}>
          <Field label={t("Your password, to make new codes")} type="password" value={password} onChange={setPassword} autoComplete="current-password" autoFocus />
          <p className="hint">{t("The codes so far work no more then.")}</p>
          <div className="row"><Button type="submit" isDisabled={!password || renew.isPending}>{t("Make new codes")}</Button><Button kind="bare" onPress={() => setAsking(false)}>{t("Cancel")}</Button></div>
        </form>
      ) : <div className="row"><Button onPress={() => setAsking(true)}>{t("Make new codes")}</Button></div>}
      <Fault error={found.error ?? renew.error} />
    </div>
  );
}
