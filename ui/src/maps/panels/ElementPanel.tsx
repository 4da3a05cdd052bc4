/** All fields of what is chosen on the map. */

import type { ReactNode } from "react";
import { t } from "../../lib/i18n";
import { useEditor, useEditorState, useView } from "../view/use";
import { SeveralFields } from "./Belonging";
import { CardFields } from "./CardFields";
import { ColumnFields } from "./ColumnFields";
import { LaneFields } from "./LaneFields";

export function ElementPanel(): ReactNode {
  const editor = useEditor();
  const { active } = useEditorState();
  const view = useView();
  const chosen = active?.kind === "card" ? editor.chosen().flatMap((key) => view.cards.get(key) ?? []) : [];
  const card = active?.kind === "card" ? view.cards.get(active.key) : undefined;
  const column = active?.kind === "column" ? view.tree.index.get(active.key) : undefined;
  const lane = active?.kind === "lane" ? view.lanes.find((one) => one.key === active.key) : undefined;
  if (chosen.length > 1) return <SeveralFields cards={chosen} />;
  if (card) return <CardFields key={card.key} card={card} />;
  if (column) return <ColumnFields key={column.key} column={column} />;
  if (lane) return <LaneFields key={lane.key} lane={lane} />;
  return <p className="quiet">{t("Choose a card, a step or a lane on the map to see all its fields.")}</p>;
}
