/** A condition on persons: as text, with a builder beside it that adds to the text. */

import { useState, type ReactNode } from "react";
import { Button, Choice, Field } from "../../kit";
import { t } from "../../lib/i18n";
import { extended, type Verb } from "../selecting";
import type { Known } from "../types";
import { Picker } from "./Picker";
import { eventChoices } from "./Selections";

export function Condition({ label, value, known, onChange }: { label: string; value: string; known: Known; onChange: (value: string) => void }): ReactNode {
  const [open, setOpen] = useState(false);
  const [verb, setVerb] = useState<Verb>("did");
  const [name, setName] = useState("");
  const [more, setMore] = useState("");
  const trait = known.traits.find((one) => one.name === name);
  const add = (): void => {
    onChange(extended(value, verb, name, more));
    setName("");
    setMore("");
  };
  return (
    <div className="stack" style={{ gap: 6 }}>
      <Field label={label} value={value} onChange={onChange} placeholder={t("everybody")} hint={value ? "" : t("For example: did Order at least 2 times and not trait plan = free")} />
      {!open && <Button kind="bare" className="start" onPress={() => setOpen(true)}>{t("Add a condition")}</Button>}
      {open && (
        <div className="builder">
          <Choice label={t("People who")} value={verb} onChange={(next) => { setVerb(next as Verb); setName(""); setMore(""); }} options={[["did", t("did")], ["not", t("did not do")], ["trait", t("have a trait")]]} />
          {verb === "trait" ? <Picker label={t("Trait")} value={name} onChange={setName} options={known.traits.map((one) => ({ name: one.name }))} /> : <Picker label={t("Event")} value={name} onChange={setName} options={eventChoices(known)} />}
          {verb === "trait" && <Picker label={t("Value")} value={more} onChange={setMore} options={Object.entries(trait?.values ?? {}).map(([one, count]) => ({ name: one, count }))} />}
          {verb === "did" && <Field label={t("At least times")} value={more} onChange={setMore} type="number" placeholder="1" />}
          <div className="row"><Button isDisabled={!name || (verb === "trait" && !more)} onPress={add}>{t("Add")}</Button><Button kind="bare" onPress={() => setOpen(false)}>{t("Close")}</Button></div>
        </div>
      )}
    </div>
  );
}
