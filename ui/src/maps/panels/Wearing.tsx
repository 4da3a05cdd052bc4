/** What any card may wear: tags, an icon, a colour; of several cards at once what they share is shown. */

import { useState, type ReactNode } from "react";
import { Button, Choice, Field } from "../../kit";
import { t } from "../../lib/i18n";
import { putCards, putProps } from "../model/cards";
import { tagsOf } from "../model/filter";
import { COLOURS, ICONS } from "../model/icons";
import type { Card } from "../model/types";
import { Icon } from "../view/FaceView";
import { useEditor } from "../view/use";

/** What stands in a field where several cards differ. */
export const VARIOUS = "…";

/** Return what all cards have, VARIOUS where they differ. */
export function shared(cards: readonly Card[], of: (card: Card) => unknown): string {
  const all = new Set(cards.map((card) => String(of(card) ?? "")));
  return all.size > 1 ? VARIOUS : ([...all][0] ?? "");
}

/** Return the options of a choice, with one more where the cards differ. */
export const optionsFor = (value: string, options: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] => (value === VARIOUS ? [[VARIOUS, t("various")], ...options] : options);

export function Wearing({ cards, off }: { cards: readonly Card[]; off: boolean }): ReactNode {
  const editor = useEditor();
  const [fresh, setFresh] = useState("");
  const tags = [...new Set(cards.flatMap(tagsOf))];
  const add = (): void => {
    const given = fresh.split(",").map((one) => one.trim()).filter(Boolean);
    putProps(editor.edit, cards, (card) => ({ tags: [...new Set([...tagsOf(card), ...given])] }));
    setFresh("");
  };
  const takeOff = (tag: string): void => putProps(editor.edit, cards, (card) => { const left = tagsOf(card).filter((one) => one !== tag); return { tags: left.length ? left : undefined }; });
  const [icon, colour] = [shared(cards, (card) => card.icon), shared(cards, (card) => card.props?.colour)];
  return (
    <>
      {tags.length > 0 && (
        <div className="tags" role="group" aria-label={t("Tags")}>
          {tags.map((tag) => (off ? <span key={tag} className="tag">{tag}</span> : <button key={tag} type="button" className="chip" aria-label={t("Take the tag {tag} off", { tag })} onClick={() => takeOff(tag)}>{tag} <span aria-hidden="true">×</span></button>))}
        </div>
      )}
      {!off && (
        <form className="row" style={{ alignItems: "flex-end" }} onSubmit={(event) => { event.preventDefault(); add(); }}>
          <div className="grow"><Field label={t("Add a tag")} value={fresh} onChange={setFresh} placeholder={t("mobile, quick win")} /></div>
          <Button type="submit" isDisabled={!fresh.trim()}>{t("Add")}</Button>
        </form>
      )}
      <div className="row" style={{ alignItems: "flex-end" }}>
        <div className="grow"><Choice label={t("Colour")} value={colour} onChange={(next) => putProps(editor.edit, cards, () => ({ colour: next || undefined }))} disabled={off} options={optionsFor(colour, [["", t("none")], ...Object.entries(COLOURS).map(([name, one]) => [name, t(one.label)] as const)])} /></div>
        <div className="grow"><Choice label={t("Icon")} value={icon} onChange={(next) => putCards(editor.edit, cards.map((card) => card.key), { icon: next })} disabled={off} options={optionsFor(icon, [["", t("none")], ...Object.entries(ICONS).map(([name, one]) => [name, t(one.label)] as const)])} /></div>
        {icon && icon !== VARIOUS && <span style={{ paddingBottom: 8 }}><Icon name={icon} /></span>}
      </div>
    </>
  );
}
