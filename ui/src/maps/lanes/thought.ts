import { msg } from "../../lib/i18n";
import { plain } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "thought",
  label: msg("Thoughts"),
  hint: msg("What goes through the customer’s mind."),
  shape: "cards",
  face: (card, row) => plain(card, row, "body"),
  role: "thoughts",
} satisfies LaneKind;
