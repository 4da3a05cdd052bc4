/** Where most people leave a map. */

import type { View } from "../model/store";
import type { Column, Figure } from "../model/types";

/** Return the step at which most people leave for good, null where nobody is known to. */
export function worstOf(view: View): { column: Column; loss: Figure } | null {
  const losses = view.tree.leaves.flatMap((column) => (column.figures?.drop_off?.numerator ? [{ column, loss: column.figures.drop_off }] : []));
  const last = view.tree.leaves.at(-1)?.key; // who ends at the end has arrived
  const before = losses.filter((one) => one.column.key !== last);
  return (before.length ? before : losses).sort((one, other) => (other.loss.numerator ?? 0) - (one.loss.numerator ?? 0))[0] ?? null;
}
