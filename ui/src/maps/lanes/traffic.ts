import { msg } from "../../lib/i18n";
import type { LaneKind } from "../model/face";

export default {
  name: "traffic",
  label: msg("Path travelled"),
  hint: msg("The river of travellers: its height is the share of people, red says how many leave."),
  shape: "river",
  fresh: { value: { value: 0.5, unit: "share" } },
} satisfies LaneKind;
