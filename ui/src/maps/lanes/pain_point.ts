import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "pain_point",
  label: msg("Pain points"),
  hint: msg("What hurts, worst first: pain in red, friction in amber."),
  shape: "cards",
  face: (card, row) => boxed(card, row, card.tone === "warn" ? "warn" : "pain", "head"),
  fresh: { tone: "pain" },
  role: "pains",
} satisfies LaneKind;
