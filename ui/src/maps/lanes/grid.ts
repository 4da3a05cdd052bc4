import { msg } from "../../lib/i18n";
import { plain } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "grid",
  label: msg("Free grid"),
  hint: msg("A free grid of notes, for whatever has no lane of its own."),
  shape: "cards",
  face: (card, row) => plain(card, row, "body"),
} satisfies LaneKind;
