import type { ReactNode } from "react";
import { Choice, Field } from "../../kit";
import { day, number, percent } from "../../lib/format";
import { Review } from "../../app/Review";
import { MapFiles } from "../../library/CardExtras";
import { t } from "../../lib/i18n";
import { sharedToken } from "../../lib/shared";
import { putTop, writeTop } from "../model/edit";
import { localised } from "../model/types";
import { Legend } from "../view/Glyph";
import { useEditor, useView } from "../view/use";

export function AboutMap(): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { fields, scene: { locale }, tree, notes } = view;
  const [n, total] = view.trust;
  const off = !editor.writable;
  const facts: [string, string][] = [
    [t("People"), fields.persons ? number(fields.persons, 0) : ""], [t("Period"), fields.period_start ? `${day(fields.period_start)} – ${day(fields.period_end)}` : ""],
    [t("As of"), day(fields.as_of)], [t("Source"), (fields.sources ?? []).join(", ")], [t("Template"), fields.template ?? ""],
    [t("Owner"), sharedToken() ? (fields.owner ?? "") : ""],
  ];
  return (
    <>
      <Field label={t("Line under the title")} value={localised(fields.subtitle, locale)} onChange={(text) => writeTop(editor.edit, "subtitle", text)} disabled={off} hint={t("Empty: made from persona, people and period.")} />
      <Field label={t("Scenario")} value={localised(fields.scenario, locale)} onChange={(text) => writeTop(editor.edit, "scenario", text)} rows={4} disabled={off} />
      <Choice label={t("State")} value={fields.state ?? "current"} onChange={(state) => putTop(editor.edit, { state })} disabled={off} options={[["current", t("as it is")], ["future", t("as it should be")], ["ideal", t("ideal")]]} />
      <Choice label={t("Status")} value={fields.status ?? "draft"} onChange={(status) => putTop(editor.edit, { status })} disabled={off} options={[["draft", t("draft")], ["research", t("research")], ["review", t("in review")], ["live", t("live")], ["retired", t("retired")]]} />
      <Choice label={t("Step that counts as success")} value={fields.goal ?? ""} onChange={(goal) => putTop(editor.edit, { goal })} disabled={off} options={[["", t("none")], ...tree.columns.map((one) => [one.key, localised(one.title, locale)] as const)]} />
      <Review id={editor.session.id} />
      <MapFiles />
      <Legend />
      {total > 0 && <p className="quiet small">{t("Trust {share}: {n} of {total} cards observed or measured", { share: percent(n / total), n, total })}</p>}
      <dl className="facts">{facts.filter(([, value]) => value).map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}/value`}>{value}</dd>])}</dl>
      {notes.length > 0 && <h3>{t("How this was made")}</h3>}
      {notes.map((note, at) => <p key={at} className="small"><strong>{note.topic}</strong> {localised(note.text, locale)}</p>)}
    </>
  );
}
