import { msg } from "../../lib/i18n";
import type { LaneKind } from "../model/face";
import { mediaFace } from "../model/media";

export default {
  name: "document",
  label: msg("Documents"),
  hint: msg("A report, offer or form: kept with the map or at an https address."),
  shape: "cards",
  role: "visual",
  face: (card, row) => mediaFace(card, row, "document"),
} satisfies LaneKind;
