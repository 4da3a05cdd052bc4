/** Where the map falls short of the habits of good maps: the place, the remedy, and a button where it mends itself. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Fault, Field } from "../../kit";
import { api, data } from "../../lib/api/client";
import type { Flaw } from "../../lib/api/contract";
import { heard } from "../../lib/heard";
import { t } from "../../lib/i18n";
import { findings } from "../../lib/queries";
import { goTo, mend, useFindings } from "../checking";
import { tellUndo } from "../undoing";
import { useEditor } from "../view/use";

const GRAVE: Record<Flaw["severity"], () => string> = { error: () => t("does not fit together"), warn: () => t("misleads"), advice: () => t("could be better") };

/** A sentence that begins in the middle, as those of files do. */
const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

export function Check({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  const client = useQueryClient();
  const list = useFindings(id);
  const mute = useMutation({
    mutationFn: (body: { finding: string; reason: string }) => data(api.POST("/api/v1/maps/{document}/findings/mute", { params: { path: { document: id } }, body })),
    onSuccess: (found) => client.setQueryData(findings(id).queryKey, found),
  });
  const fix = (one: Flaw): void => {
    mend(editor, one);
    client.setQueryData(findings(id).queryKey, (before) => before?.filter((other) => other.id !== one.id));
    tellUndo(editor, t("Mended"));
  };
  if (list.error) return <Fault error={list.error} />;
  if (!list.data) return <p className="quiet" role="status">{t("Checking …")}</p>;
  const open = list.data.filter((one) => !one.muted);
  const quiet = list.data.filter((one) => one.muted);
  return (
    <>
      <p className="small quiet">{open.length ? t("What does not fit together first, then what misleads, then what would make the map better. It is checked while you edit.") : t("Nothing to mend: everything fits together, pains rest on something, and numbers say what they rest on.")}</p>
      <Fault error={mute.error} />
      <ul className="list">{open.map((one) => <Open key={one.id} one={one} onFix={() => fix(one)} onMute={(reason) => mute.mutate({ finding: one.id, reason })} />)}</ul>
      {quiet.length > 0 && (
        <details>
          <summary>{t("Muted: {n}", { n: quiet.length })}</summary>
          <ul className="list">
            {quiet.map((one) => <li key={one.id}><span>{sentence(heard(one.message))}</span><span className="small quiet">{t("Because: {reason}", { reason: one.muted })}</span>{editor.writable && <span className="row"><Button kind="bare" onPress={() => mute.mutate({ finding: one.id, reason: "" })}>{t("Show again")}</Button></span>}</li>)}
          </ul>
        </details>
      )}
    </>
  );
}

function Open({ one, onFix, onMute }: { one: Flaw; onFix: () => void; onMute: (reason: string) => void }): ReactNode {
  const editor = useEditor();
  const [muting, setMuting] = useState(false);
  const [reason, setReason] = useState("");
  const mending = one.fix?.remove ? t("Take it off") : t("Mend it");
  return (
    <li>
      <button type="button" className="finding" onClick={() => goTo(editor, one)}>{sentence(heard(one.message))}</button>
      <span className="row wrap"><span className={`badge ${one.severity === "error" ? "pain" : one.severity === "warn" ? "warn" : "plain"}`}>{GRAVE[one.severity]()}</span></span>
      {one.hint && <span className="small quiet">{heard(one.hint)}</span>}
      {editor.writable && !muting && <span className="row">{one.fix && <Button onPress={onFix} aria-label={`${mending}: ${heard(one.message)}`}>{mending}</Button>}<Button kind="bare" onPress={() => setMuting(true)} aria-label={`${t("Mute")}: ${heard(one.message)}`}>{t("Mute")}</Button></span>}
      {muting && (
        <form className="stack tight" onSubmit={(event) => { event.preventDefault(); onMute(reason.trim()); }}>
          <Field label={t("Why this may stay")} value={reason} onChange={setReason} autoFocus required />
          <span className="row"><Button type="submit" isDisabled={!reason.trim()}>{t("Mute")}</Button><Button kind="bare" onPress={() => setMuting(false)}>{t("Cancel")}</Button></span>
        </form>
      )}
    </li>
  );
}
