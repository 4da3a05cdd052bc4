import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "unknown",
  label: msg("Unknown"),
  hint: msg("A lane of a type this version does not know: its cards are kept and listed."),
  shape: "cards",
  face: (card, row) => boxed(card, row, "", "body"),
} satisfies LaneKind;
