import { msg, t } from "../../lib/i18n";
import { type Block, glyph, plain, text } from "../model/face";
import type { LaneKind } from "../model/face";
import { figure } from "../../lib/format";
import { isPrompt } from "../model/evidence";
import type { Row } from "../model/face";
import type { Card, Figure } from "../model/types";

const OTHERS = ["switches", "reach", "conversion"];

const mixOf = (card: Card): [string, Figure][] =>
  Object.entries(card.figures ?? {})
    .filter(([name, one]) => one.unit === "share" && !OTHERS.includes(name))
    .sort(([a, x], [b, y]) => y.value - x.value || (a < b ? -1 : 1));

/** Return the channels of a lane, most used first: each keeps its colour all along. */
function ranked(row: Row): string[] {
  const totals = new Map<string, number>();
  for (const card of row.cards) for (const [name, one] of mixOf(card)) totals.set(name, (totals.get(name) ?? 0) + one.value);
  return [...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
}

export default {
  name: "channel",
  label: msg("Channels"),
  hint: msg("Through which channels it happens: their mix as a bar, each with its share."),
  shape: "cards",
  face: (card, row) => {
    const mix = mixOf(card);
    if (mix.length === 0 || isPrompt(card)) return plain(card.text ? card : { ...card, text: card.channel }, row);
    const names = ranked(row);
    const parts = mix.map(([name, one]) => ({ name, share: one.value, shown: figure(one), colour: names.indexOf(name) }));
    const switches = card.figures?.switches;
    const blocks: Block[] = [{ kind: "mix", parts }, ...text(switches ? t("{share} switch", { share: figure(switches) }) : "", "small")];
    return { box: "", blocks, level: glyph(card, row.scene) };
  },
} satisfies LaneKind;
