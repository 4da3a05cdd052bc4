import { msg } from "../../lib/i18n";
import { plain } from "../model/face";
import type { LaneKind } from "../model/face";
import { number } from "../../lib/format";

export default {
  name: "importance",
  label: msg("Importance"),
  hint: msg("How much it matters, 1 to 5 dots, to the customer or the organisation."),
  shape: "cards",
  range: [1, 5],
  fresh: { value: { value: 3, unit: "score" } },
  face: (card, row) => {
    const face = plain({ ...card, value: undefined }, row);
    const value = card.value?.value;
    const other = card.props?.whose === "organisation";
    return value === undefined ? face : { ...face, blocks: [{ kind: "dots", filled: Math.round(value), shown: `${number(value)}/5`, other }, ...face.blocks] };
  },
} satisfies LaneKind;
