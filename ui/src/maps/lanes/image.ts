import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";
import { localised } from "../model/types";

export default {
  name: "image",
  label: msg("Pictures"),
  hint: msg("A photo, screenshot or drawing, with what it shows in words."),
  shape: "cards",
  role: "visual",
  face: (card, row) => {
    const face = boxed(card, row, "panel", "body");
    const src = typeof card.props?.src === "string" && /^(https:|\/|data:image\/)/.test(card.props.src) ? card.props.src : "";
    const alt = typeof card.props?.alt === "string" ? card.props.alt : localised(card.text, row.scene.locale);
    return { ...face, blocks: [{ kind: "picture", src, alt, height: 72 }, ...face.blocks] };
  },
} satisfies LaneKind;
