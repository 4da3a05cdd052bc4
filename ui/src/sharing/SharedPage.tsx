/** A map opened by a link, without an account. */

import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { Entrance } from "../app/Gate";
import { Button, Fault, Field } from "../kit";
import { api, data, Problem } from "../lib/api/client";
import type { Shown } from "../lib/api/contract";
import { t } from "../lib/i18n";

const MapPage = lazy(() => import("../maps/MapPage"));
const FrozenMap = lazy(() => import("./FrozenMap"));

export default function SharedPage({ token, embedded = false }: { token: string; embedded?: boolean }): ReactNode {
  const [password, setPassword] = useState("");
  const open = useMutation({ mutationFn: () => data(api.POST("/api/v1/shared/{token}", { params: { path: { token } }, body: { password: password || null } })) });
  const { mutate } = open;
  useEffect(() => {
    document.documentElement.classList.toggle("embedded", embedded);
  }, [embedded]);
  useEffect(() => {
    mutate();
  }, [mutate]);
  const shown: Shown | undefined = open.data;
  if (shown?.live) return <Suspense><MapPage id={shown.document_id} name={t("Guest")} token={token} /></Suspense>;
  if (shown) return <Suspense><FrozenMap first={shown} token={token} /></Suspense>;
  if (open.isPending || open.isIdle) return <div aria-busy="true" />;
  const locked = open.error instanceof Problem && (open.error.status === 401 || open.error.status === 403 || open.error.field === "password");
  if (!locked) return <Entrance title={t("This link does not work")} lead={t("It may have ended. Ask whoever sent it for a new one.")} onSubmit={() => mutate()}><Fault error={open.error} /></Entrance>;
  return (
    <Entrance title={t("This map has a password")} lead={t("Whoever sent you the link knows it.")} onSubmit={() => mutate()}>
      {password && <Fault error={open.error} />}
      <Field label={t("Password")} type="password" value={password} onChange={setPassword} autoFocus required />
      <Button kind="primary" className="wide" type="submit">{t("Open the map")}</Button>
    </Entrance>
  );
}
