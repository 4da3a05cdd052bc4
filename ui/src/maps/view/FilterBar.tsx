/** Show only some cards: words and choices beside each other, and what is chosen as chips that go away by a press. */

import { useDeferredValue, useMemo, type ReactNode } from "react";
import { Button, MenuButton, type MenuEntry } from "../../kit";
import { t } from "../../lib/i18n";
import { facetsOf, FACETS, isOn, OPEN, shownOf, type Facet } from "../model/filter";
import { LEVEL_NAMES } from "../model/telling";
import { localised, type Level } from "../model/types";
import { useEditor, useEditorState, useView } from "./use";

const LABELS: Record<Facet, () => string> = { tags: () => t("Tag"), personas: () => t("Persona"), levels: () => t("Evidence"), channels: () => t("Channel") };

export function FilterBar(): ReactNode {
  const { filter, filtering } = useEditorState();
  return isOn(filter) || filtering ? <OpenBar /> : null;
}

function OpenBar(): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { filter } = useEditorState();
  const later = useDeferredValue(view); // counting all cards waits until nobody types
  const facets = useMemo(() => facetsOf(later), [later]);
  const on = isOn(filter);
  const [shown, total] = useMemo(() => (on ? shownOf(later, filter) : [0, 0]), [on, later, filter]);
  const name = (facet: Facet, value: string): string => {
    if (facet === "levels") return t(LEVEL_NAMES[value as Level] ?? value);
    return facet === "personas" ? localised(view.scene.personas.get(value)?.name, view.scene.locale) || value : value;
  };
  const set = (facet: Facet, value: string): void => {
    const chosen = filter[facet].includes(value) ? filter[facet].filter((one) => one !== value) : [...filter[facet], value];
    editor.set({ filter: { ...filter, [facet]: chosen, kept: new Set() } });
  };
  const entries = (facet: Facet): MenuEntry[] =>
    facets[facet].map(([value, count]) => ({ id: value, label: `${filter[facet].includes(value) ? "✓ " : ""}${name(facet, value)}`, keys: String(count), onAction: () => set(facet, value) }));
  return (
    <div className="filter-bar" role="search" aria-label={t("Show only some cards")}>
      <input className="input" type="search" value={filter.words} placeholder={t("Words on cards")} aria-label={t("Words on cards")} onChange={(event) => editor.set({ filter: { ...filter, words: event.target.value, kept: new Set() } })} />
      {FACETS.filter((facet) => facets[facet].length > 0).map((facet) => <MenuButton key={facet} label={LABELS[facet]()} entries={entries(facet)} placement="bottom start" />)}
      {FACETS.flatMap((facet) => filter[facet].map((value) => (
        <button key={`${facet}/${value}`} type="button" className="chip" aria-label={t("Take {what} out of the filter", { what: name(facet, value) })} onClick={() => set(facet, value)}>{name(facet, value)} <span aria-hidden="true">×</span></button>
      )))}
      <span className="quiet small" role="status">{on ? t("{n} of {total} cards", { n: shown, total }) : ""}</span>
      <span className="grow" />
      <Button kind="bare" onPress={() => editor.set({ filter: OPEN, filtering: false })}>{on ? t("Show all cards") : t("Close")}</Button>
    </div>
  );
}
