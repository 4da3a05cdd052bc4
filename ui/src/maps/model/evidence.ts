/** The evidence ladder and trust, as `footpath.maps.evidence` computes them. */

import type { Card, Evidence, Figure, Level, MapFields } from "./types";

const MEASURED_MIN_N = 30;
const FRESH_MS = 90 * 86_400_000;

export function level(evidence: Evidence | undefined, asOf: string | undefined): Level {
  const { measured = 0, observed = 0, reported = 0, newest_at } = evidence ?? {};
  const fresh = newest_at && asOf ? Date.parse(asOf) - Date.parse(newest_at) <= FRESH_MS : false;
  if (measured >= MEASURED_MIN_N && fresh) return "measured";
  if (observed > 0 || measured > 0) return "observed";
  return reported > 0 ? "reported" : "hypothesis";
}

/** Return whether the newest fact behind a card is too old for what the map looks at. */
export const isStale = (evidence: Evidence | undefined, asOf: string | undefined): boolean => Boolean(evidence?.newest_at && asOf && Date.parse(asOf) - Date.parse(evidence.newest_at) > FRESH_MS);

/** Return what supports a drawing that stands for figures alone: the n of the one that counts most, as of then. */
export function supportedBy(figures: Record<string, Figure> | undefined): Evidence | undefined {
  const best = Object.values(figures ?? {}).sort((a, b) => (b.n ?? 0) - (a.n ?? 0))[0];
  return best?.n ? { measured: best.n, ...(best.as_of ? { newest_at: best.as_of } : {}) } : undefined;
}

export const isPrompt = (card: Card): boolean => Boolean(card.props?.prompt);

/** Return cards observed or measured, and cards with content. */
export function trust(cards: Iterable<Card>, fields: MapFields): [number, number] {
  let [supported, filled] = [0, 0];
  for (const card of cards) {
    if ((!card.text && !card.value) || isPrompt(card)) continue;
    filled += 1;
    if (["observed", "measured"].includes(level(card.evidence, fields.as_of))) supported += 1;
  }
  return [supported, filled];
}
