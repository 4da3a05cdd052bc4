/** What any card may wear: tags, an icon, a colour. */

import { useState, type ReactNode } from "react";
import { Button, Choice, Field } from "../../kit";
import { t } from "../../lib/i18n";
import { put } from "../model/edit";
import { tagsOf } from "../model/filter";
import { COLOURS, ICONS } from "../model/icons";
import type { Card } from "../model/types";
import { Icon } from "../view/FaceView";
import { useEditor } from "../view/use";

export function Wearing({ card, off }: { card: Card; off: boolean }): ReactNode {
  const editor = useEditor();
  const [fresh, setFresh] = useState("");
  const tags = tagsOf(card);
  const set = (props: Record<string, unknown>): void => put(editor.edit, "cards", card.key, { props: { ...card.props, ...props } });
  const add = (): void => {
    const given = fresh.split(",").map((one) => one.trim()).filter(Boolean);
    set({ tags: [...new Set([...tags, ...given])] });
    setFresh("");
  };
  return (
    <>
      {tags.length > 0 && (
        <div className="tags" role="group" aria-label={t("Tags")}>
          {tags.map((tag) => (off ? <span key={tag} className="tag">{tag}</span> : <button key={tag} type="button" className="chip" aria-label={t("Take the tag {tag} off", { tag })} onClick={() => set({ tags: tags.filter((one) => one !== tag) })}>{tag} <span aria-hidden="true">×</span></button>))}
        </div>
      )}
      {!off && (
        <form className="row" style={{ alignItems: "flex-end" }} onSubmit={(event) => { event.preventDefault(); add(); }}>
          <div className="grow"><Field label={t("Add a tag")} value={fresh} onChange={setFresh} placeholder={t("mobile, quick win")} /></div>
          <Button type="submit" isDisabled={!fresh.trim()}>{t("Add")}</Button>
        </form>
      )}
      <div className="row" style={{ alignItems: "flex-end" }}>
        <div className="grow"><Choice label={t("Icon")} value={card.icon ?? ""} onChange={(icon) => put(editor.edit, "cards", card.key, { icon })} disabled={off} options={[["", t("none")], ...Object.entries(ICONS).map(([name, one]) => [name, t(one.label)] as const)]} /></div>
        {card.icon && <span style={{ paddingBottom: 8 }}><Icon name={card.icon} /></span>}
        <div className="grow"><Choice label={t("Colour")} value={String(card.props?.colour ?? "")} onChange={(colour) => set({ colour: colour || undefined })} disabled={off} options={[["", t("none")], ...Object.entries(COLOURS).map(([name, one]) => [name, t(one.label)] as const)]} /></div>
      </div>
    </>
  );
}
