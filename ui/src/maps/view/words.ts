/** Elements in words, for screen readers and for the table. */

import { figureName, inWords } from "../../lib/format";
import { t } from "../../lib/i18n";
import { level } from "../model/evidence";
import type { Place } from "../model/layout";
import type { Scene } from "../model/face";
import { COLOURS, ICONS } from "../model/icons";
import type { Tree } from "../model/tree";
import { localised, type Card, type Lane } from "../model/types";
import { LEVEL_NAMES } from "./Glyph";

/** Return what a card says. */
export function cardWords(card: Card, scene: Scene): string {
  const { locale } = scene;
  const parts = [card.value && inWords(card.value), localised(card.text, locale), localised(card.detail, locale)];
  for (const [name, one] of Object.entries(card.figures ?? {})) parts.push(`${figureName(name)} ${inWords(one)}`);
  parts.push(localised(scene.personas.get(card.persona ?? "")?.name, locale), card.channel, card.owner, card.status, card.origin);
  return parts.filter(Boolean).join(" · ");
}

/** Return what is read out when the focus comes to a card: what it says, where it is, which of its cell, how sure it is. */
export function spoken(place: Place, lane: Lane, scene: Scene, tree: Tree, which: string): string {
  const [from, to] = [tree.leaves[place.first], tree.leaves[place.last]];
  const where = [from, to === from ? undefined : to].map((leaf) => localised(leaf?.title, scene.locale)).filter(Boolean).join(" – ");
  const sure = place.card.key.startsWith(":") ? "" : t(LEVEL_NAMES[level(place.card.evidence, scene.fields.as_of)]);
  const seen = place.face?.blocks.map((block) => (block.kind === "text" ? block.text : block.kind === "tags" ? block.tags.join(", ") : "shown" in block ? block.shown : "")).filter(Boolean).join(" ");
  const [icon, colour] = [ICONS[place.face?.icon ?? ""]?.label, COLOURS[place.face?.colour ?? ""]?.label].map((one) => one && t(one));
  return [seen || cardWords(place.card, scene) || t("empty card"), localised(lane.title, scene.locale), where, which, sure, icon, colour].filter(Boolean).join(", ");
}
