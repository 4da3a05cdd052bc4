import { msg } from "../../lib/i18n";
import type { LaneKind } from "../model/face";
import { mediaFace } from "../model/media";

export default {
  name: "video",
  label: msg("Videos"),
  hint: msg("A film or recording: kept with the map or at an https address."),
  shape: "cards",
  role: "visual",
  face: (card, row) => mediaFace(card, row, "video"),
} satisfies LaneKind;
