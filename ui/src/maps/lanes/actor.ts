import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "actor",
  label: msg("Actors"),
  hint: msg("Who takes part: people, teams, systems and partners."),
  shape: "cards",
  face: (card, row) => boxed(card, row, "soft", "name"),
} satisfies LaneKind;
