import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault, Field } from "../kit";
import { api, data } from "../lib/api/client";
import { t } from "../lib/i18n";
import { Codes, Recovery } from "./Recovery";

/** A code from a phone besides the password. */
export function TwoFactors({ on, again }: { on: boolean; again: () => void }): ReactNode {
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const begin = useMutation({ mutationFn: () => data(api.POST("/api/v1/me/totp")) });
  const prove = useMutation({ mutationFn: () => data(api.POST("/api/v1/me/totp/proof", { body: { code } })), onSuccess: () => { setCode(""); begin.reset(); again(); } });
  const end = useMutation({ mutationFn: () => data(api.POST("/api/v1/me/totp/end", { body: { password } })), onSuccess: again });
  return (
    <div className="stack">
      <h3>{t("Code from your phone at sign-in")}</h3>
      {prove.data?.codes ? <Codes codes={prove.data.codes} onKept={prove.reset} /> : on ? (
        <>
          <Recovery />
          <p className="quiet">{t("It is on. To end it, give your password.")}</p>
          <Field label={t("Password")} type="password" value={password} onChange={setPassword} autoComplete="current-password" />
          <div className="row"><Button isDisabled={!password} onPress={() => end.mutate()}>{t("End it")}</Button></div>
        </>
      ) : begin.data ? (
        <>
          <p>{t("Let your authenticator read this code, or add the secret by hand; then type the number it shows.")}</p>
          {begin.data.qr && <img className="qr" src={`data:image/svg+xml,${encodeURIComponent(begin.data.qr)}`} alt={t("QR code of the secret")} width={180} height={180} />}
          <p><code>{begin.data.secret}</code> · <a href={begin.data.address}>{t("Open in the authenticator")}</a></p>
          <Field label={t("Code")} value={code} onChange={setCode} autoComplete="one-time-code" />
          <div className="row"><Button kind="primary" isDisabled={!code} onPress={() => prove.mutate()}>{t("Turn it on")}</Button></div>
        </>
      ) : <div className="row"><Button onPress={() => begin.mutate()}>{t("Set it up")}</Button></div>}
      <Fault error={begin.error ?? prove.error ?? end.error} />
    </div>
  );
}
