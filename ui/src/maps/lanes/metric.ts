import { msg } from "../../lib/i18n";
import { columnFigures, numbers } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "metric",
  label: msg("Metrics"),
  hint: msg("Numbers with their interval; without cards those of the steps. Type 9.4 %, € 12, 3 min, or “Churn: 9.4 %”."),
  shape: "cards",
  face: numbers,
  derived: columnFigures(["conversion", "conversion_goal", "returns"]),
  numeric: true,
  role: "metrics",
} satisfies LaneKind;
