/** What the choices of questions are called. The server says which there are; models keep the names their papers gave them. */

import { heard } from "../../lib/heard";
import { msg, t } from "../../lib/i18n";

const NAMES: Record<string, string> = {
  person: msg("person"), account: msg("account"), session: msg("session"), hour: msg("hour"), day: msg("day"), week: msg("week"), month: msg("month"), quarter: msg("quarter"), year: msg("year"),
  monday: msg("Monday"), tuesday: msg("Tuesday"), wednesday: msg("Wednesday"), thursday: msg("Thursday"), friday: msg("Friday"), saturday: msg("Saturday"), sunday: msg("Sunday"),
  campaign: msg("new campaign"), midnight: msg("midnight"), event: msg("event"), events: msg("events"), "first touch": msg("first touch"), "last touch": msg("last touch"),
  ordered: msg("in order"), strict: msg("in order, nothing between"), on_or_after: msg("then or later"), on_or_before: msg("then or before"),
};

export const choiceName = (name: string): string => (name === "" ? t("none") : NAMES[name] ? t(NAMES[name]) : heard(name.replaceAll("_", " ")));
