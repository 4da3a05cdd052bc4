import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Dialog, Fault, Field } from "../kit";
import { api, data } from "../lib/api/client";
import { language, t } from "../lib/i18n";
import { enterWorkspace } from "./workspace";

/** Make a workspace of one's own beside those one has, and go there. */
export function NewWorkspace({ onClose }: { onClose: () => void }): ReactNode {
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => data(api.POST("/api/v1/workspaces", { body: { name: name.trim(), locale: language() } })),
    onSuccess: (made) => { if (made) enterWorkspace(made.id); },
  });
  return (
    <Dialog title={t("New workspace")} onClose={onClose}>
      <p className="quiet">{t("Maps, people, data and keys of a workspace are its own: nobody of another one sees them. You will own it.")}</p>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
        <Field label={t("Name")} value={name} onChange={setName} autoFocus required />
        <Fault error={make.error} />
        <div className="row"><Button kind="primary" type="submit" isDisabled={!name.trim() || make.isPending}>{t("Make the workspace")}</Button></div>
      </form>
    </Dialog>
  );
}
