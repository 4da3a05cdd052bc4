import { msg } from "../../lib/i18n";
import type { LaneKind } from "../model/face";

export default {
  name: "engagement",
  label: msg("Engagement"),
  hint: msg("The dramatic arc: how much the moment grips the customer, from 1 to 5."),
  shape: "curve",
  scale: { low: 1, high: 5, words: [msg("high"), "", msg("low")], height: 72 },
  fresh: { value: { value: 3, unit: "score" } },
} satisfies LaneKind;
