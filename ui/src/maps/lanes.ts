/** The lane types, found by a scan of the folder. */

import type { LaneKind } from "./model/face";

const files = import.meta.glob<LaneKind>("./lanes/*.ts", { eager: true, import: "default" });

export const LANES: ReadonlyMap<string, LaneKind> = new Map(Object.values(files).map((one) => [one.name, one]));

/** Return a lane type, or the placeholder for one that is not known here. */
export const laneKind = (type: string): LaneKind => {
  const found = LANES.get(type) ?? LANES.get("unknown");
  if (!found) throw new Error("The lane types are missing from the build.");
  return found;
};

export const ROLES = [
  "customer_actions", "frontstage_people", "frontstage_tech", "backstage_people", "backstage_tech", "support", "partner",
  "evidence", "thoughts", "emotion", "pains", "opportunities", "metrics", "visual",
] as const;
