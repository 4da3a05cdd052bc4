import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "solution",
  label: msg("Solutions"),
  hint: msg("What is being done about it, by whom, and how far it is."),
  shape: "cards",
  face: (card, row) => boxed(card, row, "solution", "head"),
} satisfies LaneKind;
