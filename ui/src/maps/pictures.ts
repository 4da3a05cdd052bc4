/** Pictures on cards: kept with the map on the server, or anywhere under https. */

import { BASE, sendFile } from "../lib/api/client";
import type { Edit } from "./model/edit";
import { put } from "./model/edit";
import type { Card } from "./model/types";

const KEPT = `${BASE}/attachments/`;

/** Keep a file with the map that a card is about. */
export async function keepFile(map: string, card: Card, file: File): Promise<{ src: string; name: string; type: string }> {
  const { id, name, type } = (await sendFile(`/maps/${map}/attachments`, file, { element: `cards/${card.key}` })) as { id: string; name: string; type: string };
  return { src: KEPT + id, name, type };
}

/** Keep a picture with the map and show it on the card. */
export async function givePicture(edit: Edit, map: string, card: Card, file: File): Promise<void> {
  const { src } = await keepFile(map, card, file);
  put(edit, "cards", card.key, { props: { ...card.props, src } });
}

/** Return where a picture is shown from: whoever came by a link asks with the link. */
export const pictureAt = (src: string, token: string): string =>
  token && src.startsWith(KEPT) ? `${BASE}/shared/${token}/attachments/${src.slice(KEPT.length)}` : src;
