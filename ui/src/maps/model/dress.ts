/** What any card may wear, whatever its lane shows: an icon, a colour, tags. */

import type { Face } from "./face";
import { tagsOf } from "./filter";
import { COLOURS, ICONS } from "./icons";
import type { Card } from "./types";

/** Return a face with the icon, colour and tags of its card. */
export function dressed(face: Face, card: Card): Face {
  const tags = tagsOf(card);
  const colour = String(card.props?.colour ?? "");
  const icon = card.icon && ICONS[card.icon] ? card.icon : "";
  if (!tags.length && !COLOURS[colour] && !icon) return face;
  return { ...face, blocks: tags.length ? [...face.blocks, { kind: "tags", tags }] : face.blocks, ...(icon ? { icon } : {}), ...(COLOURS[colour] ? { colour } : {}) };
}
