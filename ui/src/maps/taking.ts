/** Where a card that comes from elsewhere is put: a lane that takes cards. */

import { laneKind } from "./lanes";
import { addLane } from "./model/cards";
import type { Edit } from "./model/edit";
import type { View } from "./model/store";

/**
 * Return a lane of a type that takes cards; one is made, with this title, where there is none. A lane whose cells are
 * computed while it has no cards takes none: the first one would hide them.
 */
export function laneTaking({ lanes, byLane }: View, edit: Edit, type: string, title: string): string {
  const computed = Boolean(laneKind(type).derived);
  return lanes.find((one) => one.type === type && (!computed || byLane.get(one.key)?.length))?.key ?? addLane(edit, type, title);
}
