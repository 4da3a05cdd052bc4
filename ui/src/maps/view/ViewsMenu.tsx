/** Views kept on the map, for everybody on it: what is shown, hidden, folded, and how large. */

import { useState, type ReactNode } from "react";
import { Button, Dialog, Field, type MenuEntry } from "../../kit";
import { tell } from "../../kit/toasts";
import { t } from "../../lib/i18n";
import { go, useAddress } from "../../lib/router";
import { asked, lasting } from "../model/address";
import { dropView, keepView, viewsOf } from "../model/views";
import { tellUndo } from "../undoing";
import { useEditor, useEditorState, usePart } from "./use";

/** Return what the menu is called and has, and the dialog it may open. */
export function useViews(): { label: string; entries: MenuEntry[]; dialog: ReactNode } {
  useAddress();
  const editor = useEditor();
  const fields = usePart("fields");
  const state = useEditorState();
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState("");
  const kept = viewsOf(fields);
  const here = asked(state, lasting(location.search));
  const current = kept.find((one) => one.query === here);
  const keep = (): void => {
    keepView(editor.edit, name.trim(), here);
    setNaming(false);
    setName("");
    tell(t("This view is kept for everybody on this map."));
  };
  const drop = (): void => {
    if (!current) return;
    dropView(editor.edit, current.key);
    tellUndo(editor, t("The view “{name}” is gone", { name: current.name }));
  };
  const entries: MenuEntry[] = [
    { id: ":all", label: t("Everything"), ...(here === "" ? { keys: "✓" } : {}), onAction: () => go(location.pathname, true) },
    ...kept.map((one) => ({ id: one.key, label: one.name, ...(one === current ? { keys: "✓" } : {}), onAction: () => go(location.pathname + one.query, true) })),
    ...(editor.writable ? [{ id: ":keep", label: t("Keep this view …"), apart: true, disabled: here === "" || Boolean(current), onAction: () => setNaming(true) }] : []),
    ...(editor.writable && current ? [{ id: ":drop", label: t("Delete the view “{name}”", { name: current.name }), danger: true, onAction: drop }] : []),
  ];
  const dialog = naming && (
    <Dialog title={t("Keep this view")} onClose={() => setNaming(false)} width={420}>
      <p className="quiet">{t("The filter, hidden and folded lanes, the zoom and the kind of view, under a name everybody on this map can choose.")}</p>
      <Field label={t("Name")} value={name} onChange={setName} autoFocus placeholder={t("Pains of phone buyers")} />
      <div className="row"><Button kind="primary" isDisabled={!name.trim()} onPress={keep}>{t("Keep")}</Button></div>
    </Dialog>
  );
  return { label: current?.name ?? t("Saved views"), entries, dialog };
}
