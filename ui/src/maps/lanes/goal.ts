import { msg } from "../../lib/i18n";
import { plain } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "goal",
  label: msg("Goals"),
  hint: msg("What the customer wants to get done."),
  shape: "cards",
  face: (card, row) => plain(card, row, "name"),
} satisfies LaneKind;
