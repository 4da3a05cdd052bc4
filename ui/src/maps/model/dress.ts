/** What any card may wear, whatever its lane shows: an icon, a colour, tags. */

import type { Face, Told } from "./face";
import { tagsOf } from "./filter";
import { COLOURS, ICONS } from "./icons";
import type { Card } from "./types";

/** Return a face with the icon, colour and tags of its card. */
export function dressed(face: Face, card: Card, told: readonly Told[] = []): Face {
  const tags = tagsOf(card);
  const colour = String(card.props?.colour ?? "");
  const icon = card.icon && ICONS[card.icon] ? card.icon : "";
  if (!tags.length && !COLOURS[colour] && !icon && !told.length) return face;
  return { ...face, blocks: [...face.blocks, ...(tags.length ? [{ kind: "tags", tags } as const] : []), ...(told.length ? [{ kind: "tickets", told } as const] : [])], ...(icon ? { icon } : {}), ...(COLOURS[colour] ? { colour } : {}) };
}
