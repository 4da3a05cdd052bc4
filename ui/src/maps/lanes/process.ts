import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "process",
  label: msg("Process"),
  hint: msg("What the organisation or the customer does, on either side of the blueprint lines."),
  shape: "cards",
  face: (card, row) => boxed(card, row, "panel", "name"),
} satisfies LaneKind;
