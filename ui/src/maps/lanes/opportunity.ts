import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "opportunity",
  label: msg("Opportunities"),
  hint: msg("How might we mend it: problems worth solving, with owner and state."),
  shape: "cards",
  face: (card, row) => boxed(card, row, "panel", "head"),
  role: "opportunities",
} satisfies LaneKind;
