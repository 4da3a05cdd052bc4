/** What the rarer columns of answers are called; those of charts are in `words`. */

import { msg } from "../lib/i18n";

export const RARER: Readonly<Record<string, string>> = {
  active_periods: msg("active periods"), amount_share: msg("share of the amount"), apart: msg("distance apart"), back: msg("came back in"), begins: msg("begin here"), beyond: msg("go on unseen"),
  bounce: msg("bounced"), bounces: msg("bounces"), bounce_share: msg("share of bounces"), bracket: msg("bracket"), by_chance: msg("by chance"), by_chance_95: msg("by chance, 95%"),
  chosen: msg("chosen"), class: msg("class"), cluster: msg("cluster"), clusters: msg("clusters"), conversion: msg("conversion"), converted_share: msg("share who converted"), credited: msg("credited"),
  credited_amount: msg("credited amount"), days_ago: msg("days ago"), depth: msg("depth"), difference: msg("difference"), distance: msg("distance"), dropped_share: msg("share who left"),
  duration_s: msg("duration"), earlier: msg("earlier"), effect: msg("effect"), entered_at: msg("entered at"), entries: msg("entries"), entry: msg("entry"), error: msg("error"),
  events_mean: msg("mean of events"), events_median: msg("median of events"), exit: msg("exit"), exits: msg("exits"), first_n: msg("n before"), frequency: msg("frequency"),
  furthest: msg("furthest step"), furthest_at: msg("furthest at"), group: msg("group"), holds: msg("holds"), kept_share: msg("share of those kept"), key: msg("key"), last_at: msg("last at"),
  left: msg("left"), lift: msg("lift"), limit: msg("limit"), longer: msg("longer"), lost: msg("lost"), lost_share: msg("share of those lost"), mean: msg("mean"), mean_amount: msg("mean amount"),
  median: msg("median"), median_days_ago: msg("median of days ago"), median_took_s: msg("median duration"), median_visits: msg("median of visits"), most: msg("most"), never: msg("never"),
  node: msg("node"), odds: msg("odds"), on_steps: msg("on steps"), others_share: msg("share elsewhere"), p: msg("p"), p90: msg("for 9 in 10"), parent: msg("step before"), path: msg("path"),
  per_unit: msg("per unit"), phi: msg("phi"), prediction_strength: msg("strength of prediction"), q: msg("q"), quick_ratio: msg("quick ratio"), rank: msg("rank"), recency: msg("time since the last"),
  risk: msg("risk"), second_n: msg("n after"), sequence: msg("sequence"), sessions: msg("sessions"), shuffles: msg("shuffles"), silhouette: msg("silhouette"), started: msg("started"),
  started_at: msg("started at"), state: msg("state"), steps: msg("steps"), took_s: msg("took"), touches: msg("touches"), touchpoint: msg("touchpoint"), uncredited: msg("uncredited"), unit: msg("unit"),
  wait_s: msg("wait"), what: msg("what"), which: msg("which"), z: msg("z"), examples: msg("examples"), times: msg("times"), events: msg("events"), ended: msg("end here"), may_end: msg("may end here"),
  may_start: msg("may begin here"), next: msg("go on as planned"), next_median_s: msg("median time to the next"), next_n: msg("n of that time"), repeated: msg("repeat"), stay: msg("stays"),
  stay_median_s: msg("median stay"),
};
