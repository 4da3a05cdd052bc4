/** The people behind a part of a chart: rows of the answer's table of people, or a condition that describes them. */

import { rowsOf, said, type Cell, type Row } from "../charts/table";
import { msg } from "../lib/i18n";
import { quoted, titled } from "./selecting";
import type { Answer } from "./types";

/** Which rows of a table of people: the twin of `footpath.exploring.behind.Part`. */
export interface Part {
  where?: Readonly<Record<string, Cell>>;
  least?: Readonly<Record<string, number>>;
  below?: Readonly<Record<string, number>>;
}

export interface Group {
  /** What this group is, in words to be translated. */
  label: string;
  part?: Part;
  who?: string;
}

const EVERYBODY = msg("everybody in it");
const SAME: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // analysis → column of the part → column of the table of people
  clusters: { cluster: "cluster" }, stickiness: { active_periods: "active_periods" },
  frequency: { recency: "recency", frequency: "frequency", events: "events" }, sessions: { entry: "entry", exit: "exit" }, conformance: {}, similar: {}, time_between: {}, retention: { cohort: "cohort" },
};

const bounded = (column: string, { from_s, to_s }: Row): Part => ({ least: { [column]: Number(from_s) }, ...(typeof to_s === "number" ? { below: { [column]: to_s } } : {}) });
const value = (row: Row, table: Answer["tables"][string] | undefined): Record<string, Cell> => (row.value !== undefined && table?.columns.some((one) => one.name === "value") ? { value: row.value } : {});

/** Return the groups the answer's own table of people holds for a part. */
export function ofTable(answer: Answer, table: string, row: Row | undefined): Group[] {
  if (!row) return [{ label: EVERYBODY, part: {} }];
  const same = Object.fromEntries(Object.entries(SAME[answer.analysis] ?? {}).flatMap(([here, there]) => (row[here] === undefined || row[here] === null ? [] : [[there, row[here]]])));
  switch (`${answer.analysis}/${table}`) {
    case "funnel/figures": {
      const mine = value(row, answer.tables.people);
      const step = Number(row.step);
      const left: Group[] = step > 1 ? [{ label: msg("left before"), part: { where: { ...mine, furthest: step - 1 } } }] : [];
      return [...left, { label: msg("got here"), part: { where: mine, least: { furthest: step } } }];
    }
    case "time_between/histogram": return [{ label: EVERYBODY, part: bounded("wait_s", row) }];
    case "sessions/lengths": return [{ label: EVERYBODY, part: bounded("duration_s", row) }];
    case "sessions/entries": return [{ label: EVERYBODY, part: { where: { entry: row.value ?? null } } }];
    case "sessions/exits": return [{ label: EVERYBODY, part: { where: { exit: row.value ?? null } } }];
    case "frequency/often": return [{ label: EVERYBODY, part: { where: { frequency: row.class ?? null } } }];
    case "frequency/recency": return [{ label: EVERYBODY, part: { where: { recency: row.class ?? null } } }];
    case "conformance/figures": return [{ label: msg("end here"), part: { where: { last_step: row.name ?? null } } }];
    case "lifecycle/figures": return [msg("new"), msg("returning"), msg("resurrecting"), msg("dormant")].map((label) => ({ label, part: { where: { from: row.from ?? null, state: label } } }));
    case "retention/cohorts": return [{ label: msg("came back"), part: { where: { cohort: row.cohort ?? null, back: row.bracket ?? null } } }, { label: msg("started"), part: { where: { cohort: row.cohort ?? null } } }];
    case "retention/figures": return [{ label: msg("came back"), part: { where: { back: row.bracket ?? null } } }];
    default: return [{ label: EVERYBODY, part: { where: same } }];
  }
}

const INNER = /^\(.+\)$/; // "(start)", "(other)": no step of anybody
const chain = (names: readonly string[]): string => `did ${names.map(quoted).join(" then ")}`;

/** Return a condition that describes who is behind a part, "" where none can. */
export function whoIs(answer: Answer, row: Row | undefined): string {
  if (!row || answer.map_id || Array.isArray(answer.question.touchpoints) || answer.question.step) return "";
  const names = stepsOf(answer, row).filter((name) => !INNER.test(name));
  switch (answer.analysis) {
    case "directly_follows": case "sankey": case "path_tree": case "variants": case "precursors":
      return names.length ? chain(names.slice(0, 8)) : "";
    case "metric": case "attribution": {
      const by = said(answer.question.by as Cell) || (answer.analysis === "attribution" ? "channel" : "");
      const goal = (answer.question.conversions as unknown[] | undefined)?.[0];
      if (!by || !row.value) return "";
      const theirs = by.startsWith("trait ") ? `trait ${quoted(by.slice(6))} = ${quoted(said(row.value))}` : `ever ${quoted(by)} = ${quoted(said(row.value))}`;
      return goal ? `${theirs} and did ${quoted(titled(goal))}` : theirs;
    }
    case "drivers": {
      const [kind, one] = [said(row.kind), said(row.value)];
      if (!kind || !one) return "";
      return kind === "name" ? `did ${quoted(one)}` : kind.startsWith("trait ") ? `trait ${quoted(kind.slice(6))} = ${quoted(one)}` : `ever ${quoted(kind)} = ${quoted(one)}`;
    }
    default: return "";
  }
}

/** Return the steps a part is about, in order. */
function stepsOf(answer: Answer, row: Row): string[] {
  if (Array.isArray(row.steps)) return row.steps.map((one) => said(one)).filter((one, at, all) => one !== all[at - 1]);
  if (typeof row.path === "string") return row.path.split(" › ");
  if (typeof row.label === "string" && answer.analysis === "sankey") return [row.label];
  const plain = new Map(rowsOf(answer.tables.nodes).map((node) => [said(node.key), said(node.label)]));
  return [row.from, row.to, row.name].flatMap((one) => (one ? [plain.get(said(one)) ?? said(one)] : []));
}

/** Return the groups of people behind a part, and whether the question must be asked again with its table of people. */
export function behind(answer: Answer, table: string, row: Row | undefined, lists: boolean): { groups: readonly Group[]; again: boolean } {
  if (answer.tables.people || answer.withheld.includes("people")) return { groups: ofTable(answer, table, row), again: false };
  if (lists) return { groups: ofTable(answer, table, row), again: true };
  const who = whoIs(answer, row);
  return { groups: who ? [{ label: EVERYBODY, who }] : [], again: false };
}
