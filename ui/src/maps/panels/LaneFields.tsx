import type { ReactNode } from "react";
import { Check, Choice, Field } from "../../kit";
import { t } from "../../lib/i18n";
import { laneKind, LANES, ROLE_NAMES, ROLES } from "../lanes";
import { COLOURS } from "../model/icons";
import { put, write } from "../model/edit";
import { localised, type Lane } from "../model/types";
import { useEditor, useView } from "../view/use";

export function LaneFields({ lane }: { lane: Lane }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { locale } = view.scene;
  const off = !editor.writable;
  const set = (given: Partial<Lane>): void => put(editor.edit, "lanes", lane.key, given);
  return (
    <>
      <Field label={t("Title")} value={localised(lane.title, locale)} onChange={(text) => write(editor.edit, "lanes", lane.key, "title", text)} disabled={off} />
      <Field label={t("Note under the title: what the numbers are")} value={localised(lane.note, locale)} onChange={(text) => write(editor.edit, "lanes", lane.key, "note", text)} rows={3} disabled={off} />
      <Choice label={t("What it shows")} value={lane.type} onChange={(type) => set({ type })} options={[...LANES.values()].map((one) => [one.name, t(one.label)] as const)} disabled={off} />
      <p className="hint">{t(laneKind(lane.type).hint)}</p>
      {laneKind(lane.type).band && <Choice label={t("Colour")} value={String(lane.props?.colour ?? "")} onChange={(colour) => set({ props: { ...lane.props, colour } })} disabled={off} options={[["", t("none")], ...Object.entries(COLOURS).map(([name, one]) => [name, t(one.label)] as const)]} />}
      <Choice label={t("Role in a service blueprint")} value={lane.role ?? ""} onChange={(role) => set({ role })} options={[["", t("none")], ...ROLES.map((one) => [one, t(ROLE_NAMES[one])] as const)]} disabled={off} />
      <p className="hint">{t("The lines of interaction, of visibility and of internal interaction follow from the roles.")}</p>
      <Choice label={t("Persona")} value={lane.persona ?? ""} onChange={(persona) => set({ persona })} options={[["", t("everyone")], ...view.personas.map((one) => [one.key, localised(one.name, locale)] as const)]} disabled={off} />
      <Check label={t("Folded for everybody")} value={Boolean(lane.collapsed)} onChange={(collapsed) => set({ collapsed })} disabled={off} />
    </>
  );
}
