/** The lane types, found by a scan of the folder. */

import words from "../../../src/footpath/maps/lane_words.json";
import { msg, t } from "../lib/i18n";
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

export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Record<Role, string> = {
  customer_actions: msg("customer actions"), frontstage_people: msg("front stage: people"), frontstage_tech: msg("front stage: technology"), backstage_people: msg("back stage: people"),
  backstage_tech: msg("back stage: technology"), support: msg("support processes"), partner: msg("partners"), evidence: msg("physical evidence"), thoughts: msg("thoughts"),
  emotion: msg("emotion"), pains: msg("pains"), opportunities: msg("opportunities"), metrics: msg("metrics"), visual: msg("pictures"),
};

/** What lanes of a service blueprint mean: lanes of processes with a role. */
const BLUEPRINT: readonly Role[] = ["customer_actions", "frontstage_people", "frontstage_tech", "backstage_people", "backstage_tech", "support", "partner", "evidence"];

/** One thing a new lane may be: a type, or a process with its role in a service blueprint. */
export interface Choosable {
  id: string;
  type: string;
  role: string;
  title: string;
  hint: string;
  /** What else people call it, in any language: words, or how they begin. */
  words: readonly string[];
}

const WORDS: Record<string, { titles: string[]; also: Record<string, string[]> }> = words;

const wordsOf = (type: string): string[] => [...(WORDS[type]?.titles ?? []), ...Object.values(WORDS[type]?.also ?? {}).flat()];

const titled = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Return what a new lane may be, by title, in the language of the pages. */
export function choosable(): Choosable[] {
  const types = [...LANES.values()].filter((one) => one.name !== "unknown").map((one): Choosable => ({ id: one.name, type: one.name, role: one.role ?? "", title: t(one.label), hint: t(one.hint), words: wordsOf(one.name) }));
  const found = types.sort((a, b) => a.title.localeCompare(b.title));
  const hints: Partial<Record<Role, string>> = {
    customer_actions: t("What the customer does. Below it runs the line of interaction."), frontstage_people: t("What we do in the customer's sight. Below it runs the line of visibility."), frontstage_tech: t("Pages, apps and machines the customer uses."),
    backstage_people: t("What we do out of sight. Below it runs the line of internal interaction."), backstage_tech: t("Systems out of the customer's sight."), support: t("What others here do so that it works."), partner: t("What other firms do for it."), evidence: t("What the customer sees and holds: parcel, receipt, page."),
  };
  const roles = BLUEPRINT.map((role): Choosable => ({ id: `process/${role}`, type: "process", role, title: titled(t(ROLE_NAMES[role])), hint: hints[role] ?? "", words: wordsOf("blueprint") }));
  return [...found, ...roles];
}

const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Return those that say every word typed: in the title, the hint, or what else people call it; by title first. */
export function findLanes(list: readonly Choosable[], typed: string): Choosable[] {
  const wanted = folded(typed).split(/\s+/).filter(Boolean);
  const says = (text: string): boolean => wanted.every((word) => folded(text).includes(word));
  const calls = (one: Choosable): boolean => {
    const [text, begin] = [folded(`${one.title} ${one.hint} ${one.words.join(" ")} ${one.id}`), one.words.map(folded)];
    return wanted.every((word) => text.includes(word) || begin.some((start) => start.length > 1 && word.startsWith(start)));
  };
  const found = list.filter(calls);
  return [...found.filter((one) => says(one.title)), ...found.filter((one) => !says(one.title))];
}
