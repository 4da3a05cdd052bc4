import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "insight",
  label: msg("Insights"),
  hint: msg("What was learned: pains, gains, needs and observations."),
  shape: "cards",
  face: (card, row) => boxed(card, row, card.tone === "pain" ? "pain" : card.tone === "warn" ? "warn" : card.tone === "good" ? "good" : "panel", "head"),
} satisfies LaneKind;
