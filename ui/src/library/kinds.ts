/** What the kinds of items are called, and what their parts are called. Which parts a kind has the server says. */

import { msg, t } from "../lib/i18n";

export const KIND_NAMES: Record<string, string> = {
  persona: msg("Personas"), insight: msg("Insights"), opportunity: msg("Opportunities"), solution: msg("Solutions"), touchpoint: msg("Touchpoints"), channel: msg("Channels"), stakeholder: msg("Stakeholders"),
};

const ONE: Record<string, string> = {
  persona: msg("persona"), insight: msg("insight"), opportunity: msg("opportunity"), solution: msg("solution"), touchpoint: msg("touchpoint"), channel: msg("channel"), stakeholder: msg("stakeholder"),
};

const STATUSES: Record<string, string> = {
  new: msg("new"), confirmed: msg("confirmed"), rejected: msg("rejected"), outdated: msg("outdated"), open: msg("open"), exploring: msg("exploring"), planned: msg("planned"), done: msg("done"), dropped: msg("dropped"), idea: msg("idea"),
  building: msg("being built"), live: msg("live"), active: msg("active"), retired: msg("retired"), draft: msg("draft"), researched: msg("researched"), validated: msg("validated"),
};

const SCORES: Record<string, string> = {
  severity: msg("Severity"), reach: msg("Reach"), confidence: msg("Confidence"), impact: msg("Impact"), effort: msg("Effort"), satisfaction: msg("Satisfaction"), importance: msg("Importance"), influence: msg("Influence"), interest: msg("Interest"),
  technology: msg("At home with technology"), price_sensitivity: msg("Looks at the price"), patience: msg("Patience"), loyalty: msg("Loyalty"),
};

const FIELDS: Record<string, string> = {
  type: msg("Type"), evidence: msg("Evidence"), quote: msg("Quote"), goal: msg("Goal it serves"), measure: msg("How we will know"), hypothesis: msg("We believe that"), purpose: msg("What it is for"), system: msg("System"), department: msg("Department"),
  role: msg("Role"), organisation: msg("Organisation"), expects: msg("Expects"), segment: msg("Who belongs (rule over real people)"), bio: msg("Who they are"), age: msg("Age"), occupation: msg("Occupation"), place: msg("Where they live"),
  household: msg("Household"), goals: msg("Goals"), jobs: msg("Jobs to be done"), needs: msg("Needs"), pains: msg("Pains"), gains: msg("Gains"), motivations: msg("Motivations"), behaviours: msg("Behaviour"), skills: msg("Skills and technology"),
  channels: msg("Channels and devices"), brands: msg("Brands they like"), says: msg("Says"), thinks: msg("Thinks"), does: msg("Does"), feels: msg("Feels"), hears: msg("Hears"), sees: msg("Sees"), photo: msg("Picture"),
};

const TYPES: Record<string, string> = { pain: msg("pain"), gain: msg("gain"), need: msg("need"), job: msg("job"), observation: msg("observation"), quote: msg("quote") };

const said = (names: Record<string, string>, name: string): string => (names[name] ? t(names[name]) : name.replaceAll("_", " "));

export const kindName = (kind: string): string => said(KIND_NAMES, kind);
export const kindWord = (kind: string): string => said(ONE, kind);
export const itemStatus = (status: string): string => said(STATUSES, status);
export const scoreName = (score: string): string => said(SCORES, score);
export const fieldName = (field: string): string => said(FIELDS, field);
export const insightTypes = (): [string, string][] => [["", t("any")], ...Object.entries(TYPES).map(([type, name]): [string, string] => [type, t(name)])];

/** Return what an opportunity is worth: more impact for less effort comes first. */
export const worth = (scores: Record<string, number>): number => (scores.impact ?? 0) * ((scores.confidence ?? 10) / 10) - (scores.effort ?? 0) / 2;
