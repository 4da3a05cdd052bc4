import { msg } from "../../lib/i18n";
import { columnFigures, numbers } from "../model/face";
import type { LaneKind } from "../model/face";

export default {
  name: "time",
  label: msg("Time"),
  hint: msg("How long it takes to the next step: median, and the 90th percentile below it."),
  shape: "cards",
  numeric: true,
  face: numbers,
  derived: columnFigures(["time_next_median", "time_next_p90"]),
} satisfies LaneKind;
