import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Choice, Fault, Field } from "../../kit";
import { tell } from "../../kit/toasts";
import { api } from "../../lib/api/client";
import type { Difference as Change } from "../../lib/api/contract";
import { ago } from "../../lib/format";
import { t } from "../../lib/i18n";
import { anew, diff, versions } from "../../lib/queries";
import { useEditor } from "../view/use";
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

function Difference({ id, options }: { id: string; options: readonly (readonly [string, string])[] }): ReactNode {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("now");
  const found = useQuery({ ...diff(id, from, to), enabled: from !== "" });
  const kinds: Record<Change["what"], string> = { added: t("added"), removed: t("removed"), changed: t("changed"), moved: t("moved") };
  return (
    <>
      <h3>{t("What changed")}</h3>
      <Choice label={t("Between")} value={from} onChange={setFrom} options={[["", t("choose …")], ...options]} />
      <Choice label={t("and")} value={to} onChange={setTo} options={[["now", t("now")], ...options]} />
      <Fault error={found.error} />
      {found.data?.length === 0 && <p className="quiet">{t("Nothing changed between them.")}</p>}
      <ul className="list">
        {found.data?.map((one) => <li key={`${one.element}/${one.what}`}><span><span className={`badge ${one.what === "removed" ? "warn" : one.what === "added" ? "" : "plain"}`}>{kinds[one.what]}</span> {one.text || one.element} <span className="quiet small">{(one.fields ?? []).join(", ")}</span></span></li>)}
      </ul>
    </>
  );
}
