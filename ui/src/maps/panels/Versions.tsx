import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault, Field } from "../../kit";
import { tell } from "../../kit/toasts";
import { api } from "../../lib/api/client";
import { ago } from "../../lib/format";
import { t } from "../../lib/i18n";
import { anew, versions } from "../../lib/queries";
import { useEditor } from "../view/use";
import { Difference } from "./Difference";
import { VersionPreview } from "./VersionPreview";

export function Versions({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  const client = useQueryClient();
  const list = useQuery(versions(id));
  const [name, setName] = useState("");
  const [shown, setShown] = useState("");
  const save = useMutation({ mutationFn: () => api.POST("/api/v1/maps/{document}/versions", { params: { path: { document: id } }, body: { name } }), onSuccess: () => { setName(""); void anew(client, "versions", id); } });
  const restore = useMutation({ mutationFn: (version: string) => api.POST("/api/v1/versions/{version}/restore", { params: { path: { version } } }), onSuccess: () => { tell(t("Restored. What was there before is a version too.")); void anew(client, "versions", id); } });
  return (
    <>
      {editor.writable && (
        <div className="row" style={{ alignItems: "flex-end" }}>
          <div className="grow"><Field label={t("Keep this state as")} value={name} onChange={setName} placeholder={t("Before the workshop")} /></div>
          <Button isDisabled={!name.trim() || save.isPending} onPress={() => save.mutate()}>{t("Keep")}</Button>
        </div>
      )}
      <Fault error={save.error ?? restore.error ?? list.error} />
      {list.data?.length === 0 && <p className="quiet">{t("Versions are kept by themselves as people work; name one to find it again.")}</p>}
      <ul className="list">
        {list.data?.map((one) => (
          <li key={one.id}>
            <div className="row"><strong className="grow">{one.name || t("Automatic")}</strong><span className="quiet small">{ago(one.at)}</span></div>
            {one.author && <span className="small quiet">{one.author}</span>}
            <div className="row">
              <Button kind="bare" onPress={() => setShown(one.id)}>{t("Preview")}</Button>
              {editor.writable && <Button kind="bare" isDisabled={restore.isPending} onPress={() => restore.mutate(one.id)}>{t("Restore")}</Button>}
            </div>
          </li>
        ))}
      </ul>
      {(list.data?.length ?? 0) > 0 && <Difference id={id} options={list.data?.map((one) => [one.id, one.name || ago(one.at)] as const) ?? []} />}
      {shown && <VersionPreview id={shown} onClose={() => setShown("")} />}
    </>
  );
}
