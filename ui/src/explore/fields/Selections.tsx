/** One selection of events, or several in order. */

import type { ReactNode } from "react";
import { Button } from "../../kit";
import { t } from "../../lib/i18n";
import { selected, titled } from "../selecting";
import type { Known } from "../types";
import { Picker, type Choosable } from "./Picker";

export const eventChoices = (known: Known): Choosable[] => known.events.map((one) => ({ name: one.name, count: one.events, more: Object.keys(one.channels).slice(0, 3).join(", ") }));

interface SelectionsProps {
  label: string;
  value: unknown;
  many: boolean;
  known: Known;
  onChange: (value: unknown) => void;
}

export function Selections({ label, value, many, known, onChange }: SelectionsProps): ReactNode {
  const options = eventChoices(known);
  if (!many) return <Picker label={label} value={titled(value)} options={options} onChange={onChange} onPick={(name) => onChange(selected(name))} placeholder={t("Choose an event")} />;
  const list: unknown[] = Array.isArray(value) ? value : value === undefined || value === null || value === "" ? [] : [value];
  const set = (at: number, next: unknown): void => onChange(list.map((one, place) => (place === at ? next : one)));
  const move = (at: number, by: number): void => {
    const next = [...list];
    const [one] = next.splice(at, 1);
    next.splice(at + by, 0, one);
    onChange(next);
  };
  return (
    <fieldset className="selections">
      <legend className="label">{label}</legend>
      <ol>
        {list.map((one, at) => (
          <li key={`${at}/${list.length}/${titled(one)}`}>
            <span className="quiet small place">{at + 1}</span>
            <div className="grow"><Picker hideLabel label={t("{field}, number {n}", { field: label, n: at + 1 })} value={titled(one)} options={options} onChange={(text) => set(at, text)} onPick={(name) => set(at, selected(name))} /></div>
            {at > 0 && <Button kind="bare" aria-label={t("Move {name} up", { name: titled(one) || String(at + 1) })} onPress={() => move(at, -1)}>↑</Button>}
            <Button kind="bare" aria-label={t("Take {name} out", { name: titled(one) || String(at + 1) })} onPress={() => onChange(list.filter((_, place) => place !== at))}>×</Button>
          </li>
        ))}
      </ol>
      <Picker hideLabel label={t("Add to {field}", { field: label })} value="" options={options} onChange={(text) => { if (text.trim()) onChange([...list, text]); }} onPick={(name) => onChange([...list, selected(name)])} placeholder={list.length ? t("Add another event") : t("Choose an event")} />
    </fieldset>
  );
}
