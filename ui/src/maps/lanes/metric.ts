import { msg } from "../../lib/i18n";
import { columnFigures, numbers } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "metric",
  label: msg("Metrics"),
  hint: msg("Numbers with their interval; without cards those of the steps."),
  shape: "cards",
  face: numbers,
  derived: columnFigures(["conversion", "conversion_goal", "returns"]),
  fresh: { value: { value: 0, unit: "count" } },
  role: "metrics",
} satisfies LaneKind;
