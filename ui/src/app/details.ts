/** What the audit log keeps beside a deed, in words: what was named, and what turned from what into what. */

import { language, LANGUAGES, msg, t } from "../lib/i18n";
import { number } from "../lib/format";
import { itemStatus, kindName } from "../library/kinds";
import { PHASES } from "../workshops/phases";

/** Where names of ids come from. */
export interface Names {
  thing: (id: string) => string;
  member: (id: string) => string;
  element: (document: string, element: string) => string;
}

export interface Deed {
  action: string;
  object: string;
  detail: Readonly<Record<string, unknown>>;
}

const LABELS: Readonly<Record<string, string>> = {
  address: msg("address"), element: msg("on"), kind: msg("kind"), locale: msg("language"), map: msg("map"), may: msg("may"), name: msg("name"), of: msg("of whom"), owner: msg("owner"), owner_id: msg("owner"), phase: msg("phase"), query: msg("query"), question: msg("question"),
  review_every_days: msg("days between reviews"), role: msg("role"), sets_status: msg("sets statuses"), state: msg("state"), status: msg("status"), title: msg("title"),
};
const PARTS: Readonly<Record<string, string>> = {
  ...LABELS, analysis: msg("question"), columns: msg("steps"), fields: msg("fields"), like: msg("question"), links: msg("links"), map_id: msg("map"), parents: msg("what it serves"), reviewed_at: msg("reviewed"), scores: msg("scores"), subject: msg("question"), tags: msg("tags"), text: msg("text"), token: msg("token"), translations: msg("translations"),
};
const COUNTS: Readonly<Record<string, string>> = {
  added: msg("{n, plural, one {# added} other {# added}}"), changed: msg("{n, plural, one {# changed} other {# changed}}"), left_out: msg("{n, plural, one {# left out} other {# left out}}"), places: msg("{n, plural, one {# item on it} other {# items on it}}"), same: msg("{n, plural, one {# as before} other {# as before}}"),
};
const ROLES: Readonly<Record<string, string>> = { viewer: msg("viewer"), commenter: msg("commenter"), editor: msg("editor"), owner: msg("owner") };
const STATES: Readonly<Record<string, string>> = { current: msg("as it is"), future: msg("as it should be"), ideal: msg("ideal") };
const BOARDS: Readonly<Record<string, string>> = { framework: msg("Journey framework"), stakeholder_map: msg("Stakeholder map"), impact_map: msg("Impact map"), opportunity_matrix: msg("Opportunity matrix") };
const STATUSES: Readonly<Record<string, string>> = { review: msg("in review"), research: msg("research") };
/** What says nothing to people, or is said by the entry's own name. */
const UNTOLD = new Set(["share", "version", "proposal", "files"]);

const worded = (words: Readonly<Record<string, string>>, text: string): string => (words[text] ? t(words[text]) : text);

function value(name: string, one: unknown, { object, action }: Deed, names: Names): string {
  if (one === null || one === "") return t("nothing");
  const text = String(one);
  if (typeof one === "boolean") return one ? t("yes") : t("no");
  switch (name) {
    case "role": return worded(ROLES, text);
    case "may": return text.split(", ").map((each) => worded(ROLES, each)).join(", ");
    case "state": return worded(STATES, text);
    case "status": return STATUSES[text] ? worded(STATUSES, text) : itemStatus(text);
    case "phase": return PHASES().find(([phase]) => phase === text)?.[1] ?? text;
    case "kind": return action.startsWith("board.") ? worded(BOARDS, text) : kindName(text);
    case "locale": return LANGUAGES[text as keyof typeof LANGUAGES] ?? text;
    case "owner_id": return names.member(text) || t("somebody who left");
    case "map": return names.thing(text) || t("a map deleted since");
    case "element": return names.element(object, text);
    default: return typeof one === "number" ? number(one, 0) : text;
  }
}

function bytes(size: number): string {
  const [unit, step] = size >= 1e6 ? (["megabyte", 1e6] as const) : (["kilobyte", 1e3] as const);
  return new Intl.NumberFormat(language(), { style: "unit", unit, maximumFractionDigits: 1 }).format(size / step);
}

/** Return the values that are told by other words than the log's own, where these have a word. */
export const valuesWith = (word: string): readonly string[] =>
  [ROLES, STATES, STATUSES, BOARDS].flatMap((words) => Object.keys(words).filter((one) => worded(words, one).toLocaleLowerCase().includes(word)));

/** Return one piece; nothing where another piece says it. */
function piece(name: string, one: unknown, deed: Deed, names: Names): string {
  const { detail } = deed;
  const before = `${name}_before`;
  if (UNTOLD.has(name) || (name.endsWith("_before") && name.slice(0, -7) in detail)) return "";
  if (before in detail) return t("{what}: {before} → {after}", { what: worded(LABELS, name), before: value(name, detail[before], deed, names), after: value(name, one, deed, names) });
  if (one === null || one === "") return "";
  if (COUNTS[name] && typeof one === "number") return one ? t(COUNTS[name], { n: one }) : "";
  if (name === "bytes") return bytes(Number(one));
  if (name === "password") return one === true ? t("with a password") : "";
  if (name === "fields") return fields(String(one), detail);
  if (name === "title" || name === "name") return /\.(delete|remove|forget)$/.test(deed.action) ? "" : t("“{name}”", { name: String(one) });
  return t("{what}: {value}", { what: worded(LABELS, name), value: value(name, one, deed, names) });
}

/** Return which parts were changed, without those whose values are told anyway. */
function fields(list: string, detail: Deed["detail"]): string {
  const parts = list.split(", ").filter((one) => one && one !== "revision" && !(`${one}_before` in detail));
  const said = [...new Set(parts.map((one) => worded(PARTS, one)))];
  return said.length ? t("changed: {parts}", { parts: said.join(", ") }) : "";
}

/** Return the pieces that tell more of a deed than what it was and to what. */
export const details = (deed: Deed, names: Names): readonly string[] => Object.entries(deed.detail).map(([name, one]) => piece(name, one, deed, names)).filter(Boolean);

const BY: Readonly<Record<string, (name: string, names: Names) => string>> = {
  key: (name) => t("the program “{name}”", { name }),
  share: () => t("a share link"),
  map: (name, names) => t("the map “{name}”", { name: names.thing(name) || t("Untitled map") }),
  item: (name, names) => t("the library: “{name}”", { name: names.thing(name) || "…" }),
  tracker: (name) => t("the tracker “{name}”", { name }),
};

/** Return who did something: people are their address, all else is named. */
export function doer(actor: string, names: Names): string {
  const [kind = "", ...rest] = actor.split(":");
  if (rest.length && BY[kind]) return BY[kind](rest.join(":"), names);
  return actor === "cli" ? t("the command line") : actor;
}
