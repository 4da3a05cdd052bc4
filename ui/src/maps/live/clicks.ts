/** A click on a number opens what is behind it. */

import type { Editor } from "../editor";
import { laneKind } from "../lanes";
import { cellOf } from "../view/Grid";

/** Return whether what was clicked is a number of the map: a river, a curve, a lane that shows figures, or a figure in a card. */
export function isNumber(editor: Editor, target: EventTarget | null): boolean {
  const cell = cellOf(target);
  if (!cell || !(target instanceof Element)) return false;
  if (cell.kind === "card" && (cell.key.startsWith(":") || target.closest(".t-number, .chart-bar, .mix"))) return true;
  const lane = cell.kind === "empty" ? cell.lane : cell.kind === "card" ? editor.view.cards.get(cell.key)?.lane : undefined;
  const type = editor.view.lanes.find((one) => one.key === lane)?.type;
  return type !== undefined && (laneKind(type).shape === "river" || (cell.kind === "card" && laneKind(type).shape === "curve"));
}
