/** Elements in words, for screen readers and for the table. */

import { figure, interval } from "../../lib/format";
import { t } from "../../lib/i18n";
import { level } from "../model/evidence";
import type { Place } from "../model/layout";
import type { Block, Scene } from "../model/face";
import { COLOURS, ICONS } from "../model/icons";
import type { Tree } from "../model/tree";
import { LEVEL_NAMES, told } from "../model/telling";
import { localised, type Card, type Lane } from "../model/types";

/** Return what a card says. */
export const cardWords = (card: Card, scene: Scene): string => told(card, scene).map((one) => one.text).join(" · ");

/** Return what can be read of a part of a card. */
function blockWords(block: Block): string {
  if (block.kind === "text") return block.text;
  if (block.kind === "tags") return block.tags.join(" ");
  if (block.kind === "mix") return block.parts.map((part) => `${part.name} ${part.shown}`).join(" ");
  if (block.kind === "counted") return [figure(block.value), interval(block.value) && `(${interval(block.value)})`, "SQL"].filter(Boolean).join(" ");
  if (block.kind === "tickets") return block.told.map((one) => `${one.key} ${one.words}`).join(", ");
  return "shown" in block ? block.shown : "";
}

/** Return what is read out when the focus comes to a card: what it says, where it is, which of its cell, how sure it is. */
export function spoken(place: Place, lane: Lane, scene: Scene, tree: Tree, which: string): string {
  const [from, to] = [tree.leaves[place.first], tree.leaves[place.last]];
  const where = [from, to === from ? undefined : to].map((leaf) => localised(leaf?.title, scene.locale)).filter(Boolean).join(" – ");
  const sure = place.card.key.startsWith(":") ? "" : t(LEVEL_NAMES[level(place.card.evidence, scene.fields.as_of)]);
  const seen = place.face?.blocks.map(blockWords).filter(Boolean).join(" ");
  const [icon, colour] = [ICONS[place.face?.icon ?? ""]?.label, COLOURS[place.face?.colour ?? ""]?.label].map((one) => one && t(one));
  return [seen || cardWords(place.card, scene) || t("empty card"), localised(lane.title, scene.locale), where, which, sure, icon, colour].filter(Boolean).join(", ");
}
