/** The map a card of a sub-journey opens. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Choice } from "../../kit";
import { t } from "../../lib/i18n";
import { mapCard, maps } from "../../lib/queries";
import { Link } from "../../lib/router";
import { put } from "../model/edit";
import { localised, type Card } from "../model/types";
import { useEditor, useView } from "../view/use";

export function SubMap({ card, off }: { card: Card; off: boolean }): ReactNode {
  const editor = useEditor();
  const { locale } = useView().scene;
  const own = useQuery({ ...mapCard(editor.session.id), enabled: !off });
  const list = useQuery(maps(own.data?.workspace_id ?? ""));
  const opens = typeof card.props?.map === "string" ? card.props.map : "";
  const others = (list.data ?? []).filter((one) => one.id !== editor.session.id).map((one) => [one.id, localised(one.title, locale) || t("Untitled map")] as const);
  const known = others.some(([id]) => id === opens);
  const choose = (id: string): void => {
    const title = others.find(([one]) => one === id)?.[1];
    put(editor.edit, "cards", card.key, { props: { ...card.props, map: id || undefined, map_title: id ? title : undefined } });
  };
  return (
    <>
      <Choice label={t("Map it opens")} value={opens} onChange={choose} disabled={off} options={[["", t("none")], ...(opens && !known ? [[opens, opens] as const] : []), ...others]} />
      {opens && <p><Link to={`/maps/${opens}`}>{t("Open that map")}</Link></p>}
    </>
  );
}
