import { useState, type ReactNode } from "react";
import { Avatar, Button, Field } from "../../kit";
import { figure } from "../../lib/format";
import { PersonaLink, TakePersona } from "../../library/PersonaExtras";
import { t } from "../../lib/i18n";
import { removePersona } from "../model/cards";
import { add, put, write } from "../model/edit";
import { localised, type Persona } from "../model/types";
import { useEditor, useView } from "../view/use";

const PROFILE = (): [string, string][] => [
  ["quote", t("Quote")], ["bio", t("Who they are")], ["goals", t("Goals")], ["jobs", t("Jobs to be done")], ["needs", t("Needs")], ["pains", t("Pains")], ["motivations", t("Motivations")],
  ["behaviours", t("Behaviour")], ["skills", t("Skills and technology")], ["channels", t("Channels and devices")], ["says", t("Says")], ["thinks", t("Thinks")], ["does", t("Does")], ["feels", t("Feels")],
];

export function Personas(): ReactNode {
  const editor = useEditor();
  const { personas, scene: { locale } } = useView();
  const [open, setOpen] = useState("");
  return (
    <>
      {personas.length === 0 && <p className="quiet">{t("A persona is a group of customers who live the journey alike. Curves, lanes and cards can be about one of them.")}</p>}
      <ul className="list">
        {personas.map((one) => (
          <li key={one.key}>
            <div className="row">
              <Avatar name={localised(one.name, locale) || "?"} />
              <div className="grow">
                <strong>{localised(one.name, locale) || t("Without a name")}</strong>
                {one.share && <span className="quiet small"> {figure(one.share)}</span>}
              </div>
              <Button kind="bare" onPress={() => setOpen(open === one.key ? "" : one.key)} aria-expanded={open === one.key}>{open === one.key ? t("Close") : t("All fields")}</Button>
            </div>
            {open === one.key ? <PersonaFields one={one} /> : <p className="small quiet">{localised(one.description, locale)}</p>}
          </li>
        ))}
      </ul>
      <TakePersona />
      {editor.writable && <div className="row"><Button onPress={() => setOpen(add(editor.edit, "personas", { name: t("New persona") }))}>{t("Add a persona")}</Button></div>}
    </>
  );
}

function PersonaFields({ one }: { one: Persona }): ReactNode {
  const editor = useEditor();
  const { scene: { locale } } = useView();
  const off = !editor.writable;
  const profile = one.profile ?? {};
  return (
    <div className="stack">
      <PersonaLink one={one} />
      <Field label={t("Name")} value={localised(one.name, locale)} onChange={(text) => write(editor.edit, "personas", one.key, "name", text)} disabled={off} />
      <Field label={t("Description")} value={localised(one.description, locale)} onChange={(text) => write(editor.edit, "personas", one.key, "description", text)} rows={3} disabled={off} />
      <Field label={t("What sets them apart, one a line")} value={(one.traits ?? []).map((trait) => localised(trait, locale)).join("\n")} onChange={(text) => put(editor.edit, "personas", one.key, { traits: text.split("\n").filter(Boolean) })} rows={3} disabled={off} />
      <Field label={t("Who belongs (rule over real people)")} value={one.segment ?? ""} onChange={(segment) => put(editor.edit, "personas", one.key, { segment })} disabled={off} />
      {PROFILE().map(([name, label]) => <Field key={name} label={label} value={String(profile[name] ?? "")} onChange={(text) => put(editor.edit, "personas", one.key, { profile: { ...profile, [name]: text } })} rows={2} disabled={off} />)}
      {!off && <Button kind="danger" onPress={() => removePersona(editor.edit, one.key)}>{t("Delete")}</Button>}
    </div>
  );
}
