import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";
import { localised } from "../model/types";

export default {
  name: "storyboard",
  label: msg("Storyboard"),
  hint: msg("The story in pictures, one frame a step."),
  shape: "cards",
  role: "visual",
  face: (card, row) => {
    const face = boxed(card, row, "panel", "body");
    const src = typeof card.props?.src === "string" && /^(https:|\/|data:image\/)/.test(card.props.src) ? card.props.src : "";
    const alt = typeof card.props?.alt === "string" ? card.props.alt : localised(card.text, row.scene.locale);
    return { ...face, blocks: [{ kind: "picture", src, alt, height: 92 }, ...face.blocks] };
  },
} satisfies LaneKind;
