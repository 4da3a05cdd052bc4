import { msg } from "../../lib/i18n";
import { plain } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "divider",
  label: msg("Colour band"),
  hint: msg("A band across the map with a title and a colour; it holds no cards."),
  shape: "cards",
  band: true,
  face: (card, row) => plain(card, row, "body"),
} satisfies LaneKind;
