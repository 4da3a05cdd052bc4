/** Videos and documents of cards: where they are, what they are called, and their face. */

import { t } from "../../lib/i18n";
import { boxed, text, type Face, type Row } from "./face";
import { localised, type Card } from "./types";

export type Sign = "video" | "document";

const prop = (card: Card, name: string): string => (typeof card.props?.[name] === "string" ? (card.props[name] as string) : "");

/** The same as the server's maps lead to: https, and nobody's name before the host. */
const FAR = /^https:\/\/[^\s/@?#"'<>\\]+(?:[/?#][^\s"'<>\\]*)?$/;

/** Return the https address a card leads to, "" for none that is safe to follow. */
export const addressOf = (card: Card): string => (FAR.test(prop(card, "src")) ? prop(card, "src") : "");

/** Return the address of a file kept with the map, "" for none. */
export const keptOf = (card: Card): string => (/^\/api\/v1\/attachments\/[\w-]+$/.test(prop(card, "src")) ? prop(card, "src") : "");

/** Return what a card's video or document is called: its text, else what it shows, else the name of its file. */
export const titleOf = (card: Card, locale: string): string => localised(card.text, locale) || prop(card, "alt") || prop(card, "file");

/** Say whether a card has a video that browsers play by themselves. */
export const plays = (card: Card): boolean => Boolean(keptOf(card)) && ["video/mp4", "video/webm"].includes(prop(card, "media"));

/** Return the face of a card: its sign, its title, where it is. */
export function mediaFace(card: Card, row: Row, sign: Sign): Face {
  const face = boxed(card, row, "panel", "strong");
  const far = addressOf(card);
  const where = far ? far.slice(8).split(/[/?#:]/)[0] ?? "" : keptOf(card) ? prop(card, "file") : "";
  const kind = sign === "video" ? t("video") : t("document");
  const named = localised(card.text, row.scene.locale) ? [] : text(titleOf(card, row.scene.locale) || t("no title yet"), "small");
  return { ...face, blocks: [{ kind: "sign", sign, shown: kind }, ...named, ...face.blocks, ...text(where, "tiny")] };
}
