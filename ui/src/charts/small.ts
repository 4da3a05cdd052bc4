/** A picture small enough for a card, as the card keeps it. */

export interface Mini {
  shape: "line" | "bars";
  unit: "share" | "count" | "seconds";
  points: readonly (readonly [string, number])[];
  as_of?: string;
}

/** Return what a card keeps as a picture, null where it keeps none that can be drawn. */
export function asMini(given: unknown): Mini | null {
  if (!given || typeof given !== "object") return null;
  const { shape, unit, points, as_of } = given as Partial<Mini>;
  if (!Array.isArray(points) || points.length < 2 || !points.every((one) => Array.isArray(one) && typeof one[0] === "string" && Number.isFinite(one[1]))) return null;
  return { shape: shape === "line" ? "line" : "bars", unit: unit === "share" || unit === "seconds" ? unit : "count", points, ...(typeof as_of === "string" ? { as_of } : {}) };
}
