/** A map opened by a link, without an account. */

import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { Entrance } from "../app/Gate";
import { Button, Fault, Field } from "../kit";
import { api, data, Problem } from "../lib/api/client";
import type { Shown } from "../lib/api/contract";
import { t } from "../lib/i18n";
import { isFinal } from "../lib/queries";

const MapPage = lazy(() => import("../maps/MapPage"));
const FrozenMap = lazy(() => import("./FrozenMap"));

const locks = (error: unknown): boolean => error instanceof Problem && (error.status === 401 || error.status === 403 || error.field === "password");

export default function SharedPage({ token, embedded = false }: { token: string; embedded?: boolean }): ReactNode {
  const [password, setPassword] = useState("");
  const [locked, setLocked] = useState(false);
  const open = useMutation({
    mutationFn: (given: string) => data(api.POST("/api/v1/shared/{token}", { params: { path: { token } }, body: { password: given || null } })),
    onError: (error) => { if (locks(error)) setLocked(true); },
  });
  const { mutate, error, variables } = open;
  useEffect(() => {
    document.documentElement.classList.toggle("embedded", embedded);
  }, [embedded]);
  useEffect(() => {
    mutate("");
  }, [mutate]);
  const shown: Shown | undefined = open.data;
  if (shown?.live) return <Suspense><MapPage id={shown.document_id} name={t("Guest")} token={token} /></Suspense>;
  if (shown) return <Suspense><FrozenMap first={shown} token={token} /></Suspense>;
  if (locked) {
    return (
      <Entrance title={t("This map has a password")} lead={t("Whoever sent you the link knows it.")} onSubmit={() => mutate(password)}>
        {variables && <Fault error={error} />}
        <Field label={t("Password")} type="password" value={password} onChange={setPassword} autoFocus required />
        <Button kind="primary" className="wide" type="submit" isDisabled={open.isPending}>{t("Open the map")}</Button>
      </Entrance>
    );
  }
  if (!error) return <div aria-busy="true" />;
  if (isFinal(error)) return <Entrance title={t("This link does not work")} lead={t("It may have ended. Ask whoever sent it for a new one.")} onSubmit={() => mutate("")}>{null}</Entrance>;
  return (
    <Entrance title={t("The map cannot be opened just now")} lead={t("The link itself may be fine.")} onSubmit={() => mutate("")}>
      <Fault error={error} />
      <Button kind="primary" className="wide" type="submit">{t("Try again")}</Button>
    </Entrance>
  );
}
