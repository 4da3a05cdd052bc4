/** A workspace of one's own besides those one has: its maps, people and data are apart from all others. */

import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Dialog, Fault, Field } from "../kit";
import { api, data } from "../lib/api/client";
import { language, t } from "../lib/i18n";
import { enterWorkspace } from "./workspace";

export function NewWorkspace({ onClose }: { onClose: () => void }): ReactNode {
  const [name, setName] = useState("");
  const make = useMutation({ mutationFn: () => data(api.POST("/api/v1/workspaces", { body: { name, locale: language() } })), onSuccess: (made) => made && enterWorkspace(made.id) });
  return (
    <Dialog title={t("New workspace")} onClose={onClose}>
      <p className="quiet">{t("It has maps, people and data of its own. Nobody of another workspace sees them unless you invite them.")}</p>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); if (name.trim()) make.mutate(); }}>
        <Field label={t("Name")} value={name} onChange={setName} autoFocus required />
        <Fault error={make.error} />
        <div className="row"><Button kind="primary" type="submit" isDisabled={!name.trim() || make.isPending}>{t("Make it")}</Button></div>
      </form>
    </Dialog>
  );
}
