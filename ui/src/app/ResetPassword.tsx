import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { api } from "../lib/api/client";
import { t } from "../lib/i18n";
import { go } from "../lib/router";
import { Entrance } from "./Gate";

export default function ResetPassword({ token }: { token: string }): ReactNode {
  const [password, setPassword] = useState("");
  const reset = useMutation({ mutationFn: () => api.POST("/api/v1/password/reset", { body: { token, password } }), onSuccess: () => { tell(t("Your password is changed. Sign in with it.")); go("/"); } });
  return (
    <Entrance title={t("A new password")} lead={t("Choose one you use nowhere else.")} onSubmit={() => reset.mutate()}>
      <Fault error={reset.error} />
      <Field label={t("A new password")} type="password" value={password} onChange={setPassword} autoComplete="new-password" required autoFocus hint={t("At least ten characters; a few words are best.")} />
      <Button kind="primary" className="wide" type="submit" isDisabled={reset.isPending}>{t("Save")}</Button>
    </Entrance>
  );
}
