/** One field of a question as what its kind is filled in by. */

import { useId, type ReactNode } from "react";
import { Check, Choice, Field } from "../../kit";
import { heard } from "../../lib/heard";
import { msg, t } from "../../lib/i18n";
import { lengthOf, titled, UNITS } from "../selecting";
import type { Known, QuestionField } from "../types";
import { choiceName } from "./choices";
import { Condition } from "./Condition";
import { Picker } from "./Picker";
import { Selections } from "./Selections";

interface AskFieldProps {
  field: QuestionField;
  value: unknown;
  known: Known;
  onChange: (value: unknown) => void;
}

const NAMES: Record<string, string> = {
  steps: msg("Steps"), start: msg("From"), end: msg("To"), starts: msg("Start"), goals: msg("Goal"), conversions: msg("Conversion"), window: msg("Within"), by: msg("Broken down by"),
  since: msg("Since"), until: msg("Until"), who: msg("Who"), unit: msg("Count"), tz: msg("Time zone"), metric: msg("Metric"), every: msg("Over time, every"), trend: msg("Over time, every"), period: msg("Period"),
  touchpoints: msg("Touchpoints"), anchor: msg("From the step"), person: msg("Person"), plan: msg("Plan"), models: msg("Models"), lookback: msg("Look back"), like: msg("Rules as in"), values: msg("Values shown"), order: msg("Order"),
};

/** Return what a field is called; the rarer ones are words of the server. */
export const fieldName = (name: string): string => (NAMES[name] ? t(NAMES[name]) : heard(name.replaceAll("_", " ").replace(/^./, (sign) => sign.toUpperCase())));

export function AskField({ field, value, known, onChange }: AskFieldProps): ReactNode {
  const label = fieldName(field.name) + (field.required ? ` (${t("needed")})` : "");
  const text = titled(value ?? "");
  switch (field.kind) {
    case "selection":
    case "steps":
      return <Selections label={label} value={value} many={field.many} known={known} onChange={onChange} />;
    case "condition":
      return <Condition label={label} value={text} known={known} onChange={onChange} />;
    case "choice":
      return field.many
        ? <fieldset className="selections"><legend className="label">{label}</legend>{field.choices.map((one) => <Check key={one} label={choiceName(one)} value={listOf(value ?? field.default).includes(one)} onChange={(on) => onChange(on ? [...listOf(value ?? field.default), one] : listOf(value ?? field.default).filter((other) => other !== one))} />)}</fieldset>
        : <Choice label={label} value={String(value ?? field.default ?? "")} onChange={onChange} options={(field.default === null && !field.choices.includes("") ? ["", ...field.choices] : field.choices).map((one) => [one, choiceName(one)])} />;
    case "flag":
      return <Check label={field.name === "trend" ? t("Over time") : label} value={Boolean(value ?? field.default)} onChange={onChange} />;
    case "date":
      return <Field label={label} type="date" value={text.slice(0, 10)} onChange={onChange} />;
    case "duration":
      return <Length label={label} value={text || String(field.default ?? "")} onChange={onChange} />;
    case "metric":
      return <Picker label={label} value={text} onChange={onChange} options={metricChoices(known)} placeholder={t("count of …, share of …, nps")} />;
    case "property":
      return <Picker label={label} value={text} onChange={onChange} options={[...known.properties.map((one) => ({ name: one.name })), ...known.traits.map((one) => ({ name: `trait ${one.name}` }))]} />;
    case "whole":
    case "number":
      return field.many
        ? <Field label={label} value={listOf(value ?? field.default).join(", ")} onChange={(next) => onChange(next.split(",").map((one) => one.trim()).filter(Boolean))} />
        : <Field label={label} type="number" value={text || String(field.default ?? "")} onChange={(next) => onChange(next === "" ? null : Number(next))} />;
    default:
      return field.many
        ? <Field label={label} value={listOf(value ?? field.default).join(", ")} onChange={(next) => onChange(next.split(",").map((one) => one.trimStart()).filter(Boolean))} />
        : <Field label={label} value={text || String(field.default ?? "")} onChange={onChange} />;
  }
}

/** Return metrics to begin from: the scores, and how often each frequent event happened. */
const metricChoices = (known: Known): { name: string }[] => [...["nps", "csat", "ces"].map((name) => ({ name })), ...known.events.slice(0, 20).map((one) => ({ name: `count of ${one.name}` }))];

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : value === null || value === undefined || value === "" ? [] : [String(value)]);

/** A number and its unit; what is neither stays a text. */
function Length({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }): ReactNode {
  const id = useId();
  const found = lengthOf(value);
  const names: Record<string, string> = { s: t("seconds"), min: t("minutes"), h: t("hours"), d: t("days"), w: t("weeks"), mo: t("months"), y: t("years") };
  if (value && !(found && found[1] in names)) return <Field label={label} value={value} onChange={onChange} />;
  const [count, unit] = found ?? ["", "d"];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="row">
        <input id={id} type="number" min="0" step="any" value={count} placeholder={t("any time")} onChange={(event) => onChange(event.target.value ? `${event.target.value} ${unit}` : "")} />
        <select value={unit} aria-label={t("Unit of {field}", { field: label })} onChange={(event) => onChange(count ? `${count} ${event.target.value}` : "")}>{UNITS.map((one) => <option key={one} value={one}>{names[one]}</option>)}</select>
      </span>
    </div>
  );
}
