/** A click on a number opens what is behind it. */

import type { MouseEvent } from "react";
import type { Editor } from "../editor";
import { laneKind } from "../lanes";
import { cellOf } from "../view/cellKeys";

const LOSSES_PX = 34; // below a river stands who leaves

/** Return the name of the number that was clicked, "" for the first one its element has, null where no number is. */
export function numberAt(editor: Editor, { target, clientY }: MouseEvent): string | null {
  const cell = cellOf(target);
  if (!cell || !(target instanceof Element)) return null;
  const lane = cell.kind === "empty" ? cell.lane : cell.kind === "card" ? editor.view.cards.get(cell.key)?.lane : undefined;
  const type = editor.view.lanes.find((one) => one.key === lane)?.type;
  const shape = type === undefined ? "" : laneKind(type).shape;
  if (shape === "river") {
    const box = target.closest("[data-cell]")?.getBoundingClientRect();
    return box && clientY > box.bottom - LOSSES_PX * editor.state.zoom ? "drop_off" : "reach";
  }
  if (shape === "curve" && cell.kind === "card") return "";
  return cell.kind === "card" && (cell.key.startsWith(":") || target.closest(".t-number, .chart-bar, .mix")) ? "" : null;
}
