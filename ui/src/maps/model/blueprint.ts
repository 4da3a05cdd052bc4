/** The three lines of a service blueprint stand between lanes by what the lanes mean, not by their titles. */

import type { Lane } from "./types";

export type Border = "interaction" | "visibility" | "internal";

/** Return which line runs under a lane, null for none. */
export function borderBelow(lanes: readonly Lane[], index: number): Border | null {
  const role = lanes[index]?.role ?? "";
  const below = lanes.slice(index + 1).flatMap((lane) => (lane.role ? [lane.role] : []));
  if (below.length === 0) return null;
  if (role === "customer_actions" && !below.includes("customer_actions")) return "interaction";
  if (role.startsWith("frontstage") && !below.some((one) => one.startsWith("frontstage"))) return "visibility";
  const support = below.some((one) => one === "support" || one === "partner");
  return role.startsWith("backstage") && support && !below.some((one) => one.startsWith("backstage")) ? "internal" : null;
}
