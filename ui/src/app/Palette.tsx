/** Go anywhere, do anything: type, arrows, Enter. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type KeyboardEvent as KeyPress, type ReactNode } from "react";
import { Dialog as AriaDialog, Modal, ModalOverlay } from "react-aria-components";
import type { Me } from "../lib/api/contract";
import { chooseLanguage } from "../lib/choosing";
import { language, LANGUAGES, t, type Language } from "../lib/i18n";
import { maps } from "../lib/queries";
import { go } from "../lib/router";
import { wear } from "../lib/theme";
import { localised } from "../maps/model/types";
import { folded, useSearch } from "./searching";
import { workspaceOf } from "./workspace";

/** Call for the palette by its key, wherever the focus is. */
export function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      event.stopPropagation();
      open();
    };
    addEventListener("keydown", keys, true);
    return () => removeEventListener("keydown", keys, true);
  }, [open]);
}

export interface Entry {
  id: string;
  label: string;
  kind: string;
  act: () => void;
  /** Words it is also found by. */
  words?: string;
}

/** What can be done where one is comes first, then maps and pages; without `who` only that. */
export function Palette({ who, doing = [], onClose }: { who: Me | undefined; doing?: readonly Entry[]; onClose: () => void }): ReactNode {
  const workspace = (who && workspaceOf(who)?.id) ?? "";
  const list = useQuery({ ...maps(workspace), enabled: workspace !== "" });
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const page = (id: string, label: string, to: string): Entry => ({ id, label, kind: t("Page"), act: () => go(to) });
  const entries: Entry[] = [
    ...doing,
    ...(!who ? [] : [
      ...(list.data ?? []).map((one): Entry => ({ id: one.id, label: localised(one.title, language()) || t("Untitled map"), kind: t("Map"), act: () => go(`/maps/${one.id}`) })),
      page("new", t("New map"), "/new"), page("import", t("Draw a map from exports"), "/draw"), page("home", t("Maps"), "/"), page("overall", t("Ask over all maps"), "/overall"), page("explore", t("Explore"), "/explore"), page("library", t("Library"), "/library"), page("personas", t("Personas"), "/library/persona"), page("themes", t("Find insights in what people said"), "/library/themes"), page("boards", t("Boards"), "/library/boards"), page("matrix", t("Opportunity matrix"), "/library/boards/matrix"), page("workshops", t("Workshops"), "/workshops"), page("people", t("People"), "/people"), page("settings", t("Settings"), "/settings"), page("audit", t("Audit log"), "/audit"),
    ]),
    { id: "light", label: t("Light"), kind: t("Theme"), act: () => wear("light") }, { id: "dark", label: t("Dark"), kind: t("Theme"), act: () => wear("dark") },
    ...Object.entries(LANGUAGES).map(([locale, name]): Entry => ({ id: locale, label: name, kind: t("Language"), act: () => chooseLanguage(locale as Language) })),
  ];
  const wanted = folded(words.trim());
  const { found } = useSearch(workspace, words);
  const hits = found.filter((one) => one.kind !== t("Map")).map((one): Entry => ({ id: one.id, label: one.label, kind: `${one.kind} · ${one.where}`, act: () => go(one.to) }));
  const shown = [...entries.filter((one) => folded(`${one.label} ${one.kind} ${one.words ?? ""}`).includes(wanted)).slice(0, doing.length ? 40 : wanted ? 8 : 12), ...hits].slice(0, doing.length ? 60 : 24);
  const choose = (one: Entry | undefined): void => {
    if (!one) return;
    onClose();
    one.act();
  };
  useEffect(() => {
    document.getElementById(`palette-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const keys = (event: KeyPress): void => {
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, shown.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else if (event.key === "Enter") choose(shown[at]);
    else return;
    event.preventDefault();
  };
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="dialog" style={{ maxWidth: 560 }}>
        <AriaDialog aria-label={t("Search or go to")} className="palette">
          <input className="palette-field" value={words} autoFocus placeholder={t("Search maps, cards, personas, insights, pages")} aria-label={t("Search or go to")} role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={`palette-${at}`} onChange={(event) => { setWords(event.target.value); setAt(0); }} onKeyDown={keys} />
          <ul id="palette-list" role="listbox" aria-label={t("Found")}>
            {shown.map((one, place) => <li key={one.id} id={`palette-${place}`} role="option" aria-selected={place === at} onPointerMove={() => setAt(place)} onClick={() => choose(one)}><span className="grow found-text">{one.label}</span><span className="quiet small">{one.kind}</span></li>)}
            {shown.length === 0 && <li role="option" aria-selected="false" aria-disabled="true" className="quiet">{t("Nothing is called that.")}</li>}
          </ul>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
