/** The form of a question: what is needed first, who and when next, further rules folded away. */

import { useState, type ReactNode } from "react";
import { Choice } from "../kit";
import { t } from "../lib/i18n";
import type { Asked } from "./asking";
import { AskField, fieldName } from "./fields/AskField";
import { withField } from "./address";
import type { Known, Question, QuestionField } from "./types";

const FIRST = ["window", "by", "trend", "every", "period", "touchpoints", "start", "end", "starts", "goals", "conversions", "steps", "metric", "person"];
const WHO = ["who", "since", "until", "unit"];
const PRODUCTS: Record<string, string> = { posthog: "PostHog", mixpanel: "Mixpanel", amplitude: "Amplitude", ga4: "Google Analytics 4", openpanel: "OpenPanel", adobe: "Adobe" };

interface AskFormProps {
  question: Question;
  asked: Asked;
  known: Known;
  maps: readonly (readonly [string, string])[];
  onAsk: (part: Partial<Asked>) => void;
}

export function AskForm({ question, asked, known, maps, onAsk }: AskFormProps): ReactNode {
  const [about, setAbout] = useState("");
  const field = (one: QuestionField): ReactNode => (
    <div key={one.name} className="ask-field" onFocus={() => setAbout(one.name)}>
      <AskField field={one} value={asked.fields[one.name]} known={known} onChange={(value) => onAsk({ fields: withField(asked.fields, one, value) })} />
      {about === one.name && one.about && <p className="hint">{one.about}</p>}
    </div>
  );
  const first = question.fields.filter((one) => one.required || (one.name === "anchor" ? one.kind === "selection" : false) || FIRST.includes(one.name));
  const who = question.fields.filter((one) => WHO.includes(one.name));
  const rest = question.fields.filter((one) => !first.includes(one) && !who.includes(one));
  const used = rest.filter((one) => asked.fields[one.name] !== undefined).map((one) => fieldName(one.name));
  return (
    <form className="ask-form" aria-label={t("Question")} onSubmit={(event) => event.preventDefault()}>
      {first.map(field)}
      {question.takes_map && maps.length > 0 && <Choice label={t("Steps and touchpoints of a map")} value={asked.map} onChange={(map) => onAsk({ map })} options={[["", t("events by their names")], ...maps]} />}
      <h3>{t("Who and when")}</h3>
      {who.map(field)}
      <details open={used.length > 0}>
        <summary>{t("All rules")}{used.length > 0 && <span className="quiet small"> {used.join(", ")}</span>}</summary>
        <div className="stack">
          {question.likes.length > 0 && <Choice label={fieldName("like")} value={asked.like} onChange={(like) => onAsk({ like })} options={[["", "Footpath"], ...question.likes.map((one) => [one, PRODUCTS[one] ?? one] as const)]} />}
          {rest.map(field)}
        </div>
      </details>
    </form>
  );
}
