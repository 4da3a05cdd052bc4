import { asMini } from "../../charts/small";
import { msg, t } from "../../lib/i18n";
import { plain, text } from "../model/face";
import type { LaneKind } from "../model/face";
import { day, figure } from "../../lib/format";

export default {
  name: "chart",
  label: msg("Chart"),
  hint: msg("One bar a card on a common scale from zero."),
  shape: "cards",
  numeric: true,
  face: (card, row) => {
    const most = Math.max(...row.cards.map((one) => Math.abs(one.value?.value ?? 0))) || 1;
    const face = plain({ ...card, value: undefined }, row);
    const mini = asMini(card.props?.chart);
    if (mini) {
      const told = card.value?.as_of ?? mini.as_of;
      return { ...face, blocks: [{ kind: "mini", mini, exploration: typeof card.props?.exploration === "string" ? card.props.exploration : "" }, ...face.blocks, ...text(told ? t("as of {when}", { when: day(told) }) : "", "tiny")] };
    }
    if (!card.value) return face;
    const bad = card.value.value < 0 || card.tone === "pain";
    return { ...face, blocks: [{ kind: "bar", part: Math.abs(card.value.value) / most, bad, shown: figure(card.value) }, ...face.blocks] };
  },
} satisfies LaneKind;
