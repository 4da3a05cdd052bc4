import { msg } from "../../lib/i18n";
import { plain } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "text",
  label: msg("Text"),
  hint: msg("Anything you want to write about a step."),
  shape: "cards",
  face: (card, row) => plain(card, row, "body"),
} satisfies LaneKind;
