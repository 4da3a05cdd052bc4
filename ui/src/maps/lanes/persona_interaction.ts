import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "persona_interaction",
  label: msg("Persona interaction"),
  hint: msg("Who does what with whom."),
  shape: "cards",
  face: (card, row) => boxed(card, row, "panel", "name"),
} satisfies LaneKind;
