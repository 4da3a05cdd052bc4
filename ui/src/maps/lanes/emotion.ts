import { msg } from "../../lib/i18n";
import type { LaneKind } from "../model/face";

export default {
  name: "emotion",
  label: msg("Emotion"),
  hint: msg("How it feels: one smooth curve per persona, with its interval, n, and the valley named."),
  shape: "curve",
  scale: { low: -1, high: 1, words: [msg("glad"), msg("neutral"), msg("upset")], height: 100 },
  fresh: { value: { value: 0, unit: "score" } },
  role: "emotion",
} satisfies LaneKind;
