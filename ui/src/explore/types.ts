/** What the server says about data: questions, answers, people. Its twin is `footpath.exploring`. */

import type { Table } from "../charts/table";
import type { Figure } from "../maps/model/types";

export type FieldKind = "text" | "number" | "whole" | "flag" | "choice" | "date" | "duration" | "selection" | "condition" | "metric" | "property" | "steps";

export interface QuestionField {
  name: string;
  kind: FieldKind;
  many: boolean;
  about: string;
  default: unknown;
  choices: readonly string[];
  required: boolean;
  common: boolean;
}

export interface Question {
  name: string;
  title: string;
  about: string;
  explain: string;
  fields: readonly QuestionField[];
  likes: readonly string[];
  chart: string;
  takes_map: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

export interface Answer {
  id: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  analysis: string;
  question: Fields;
  progress: number;
  rules: Readonly<Record<string, string>>;
  n: number;
  as_of: string | null;
  version: string;
  took_ms: number;
  explain: string;
  tables: Readonly<Record<string, Table & { total: number }>>;
  withheld: readonly string[];
  cached: boolean;
  problem: string;
  hint: string;
}

export interface Facts {
  version: string;
  events: number;
  persons: number;
  signals: number;
  newest_at: string | null;
  sources: readonly { name: string; events: number; signals: number; newest_at: string | null }[];
  channels: readonly string[];
  empty: boolean;
}

type Counts = Readonly<Record<string, number>>;

export interface EventKind {
  name: string;
  events: number;
  channels: Counts;
  sources: Counts;
  newest_at: string | null;
}

export interface PropertyKind {
  name: string;
  values: Counts;
}

export interface Known {
  events: readonly EventKind[];
  total: number;
  channels: Counts;
  sources: Counts;
  pages: Counts;
  properties: readonly PropertyKind[];
  traits: readonly PropertyKind[];
}

export interface Exploration {
  id: string;
  title: string;
  analysis: string;
  fields: Fields;
  like: string;
  /** The map whose columns it is about. */
  subject: string;
  /** Where it is pinned, such as "cards/k3" of a map. */
  map_id: string;
  element: string;
  changed_at: string;
}

export interface Behind {
  id: string;
  name?: string;
  first_at?: string | null;
  last_at?: string | null;
  events?: number;
}

/** A fact on a person's timeline. */
export interface Moment {
  at: string | null;
  table: "events" | "signals" | "traits";
  source: string;
  channel: string | null;
  name: string;
  detail: Readonly<Record<string, unknown>>;
}

/** An event of a person, with the map's column it belongs to. */
export interface Stop {
  at: string;
  name: string;
  channel: string;
  source: string;
  page: string;
  column: string;
}

export interface Person {
  page: { person: string; timeline: readonly Moment[]; total: number; traits: Readonly<Record<string, string>> };
  path: readonly Stop[];
}

export interface Rows extends Table {
  truncated: boolean;
  took_ms: number;
}

export type { Figure };
