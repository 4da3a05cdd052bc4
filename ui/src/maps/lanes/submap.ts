import { msg, t } from "../../lib/i18n";
import { boxed, text } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "submap",
  label: msg("Sub-journey"),
  hint: msg("A step that has a map of its own."),
  shape: "cards",
  face: (card, row) => {
    const face = boxed(card, row, "soft");
    const opens = String(card.props?.map_title ?? card.props?.map ?? "");
    return { ...face, blocks: [...face.blocks, ...text(opens && t("↳ opens map {name}", { name: opens }), "small")] };
  },
} satisfies LaneKind;
