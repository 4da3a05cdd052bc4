/** What the server says about data: questions, answers, people. Its twin is `footpath.exploring`. */

import type { Cell, Table } from "../charts/table";
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
  map_id?: string | null;
  element?: string | null;
  owner?: string;
  updated_at?: string;
}

export interface Behind {
  id: string;
  name?: string;
  first_at?: string | null;
  last_at?: string | null;
  events?: number;
}

export interface Happened {
  at: string;
  name: string;
  channel?: string | null;
  page?: string | null;
  source?: string | null;
  value?: number | null;
  column?: string | null;
  properties?: Readonly<Record<string, Cell>>;
}

export interface Spoken {
  at: string;
  kind?: string;
  text?: string | null;
  score?: number | null;
  source?: string | null;
}

export interface Timeline {
  id: string;
  name?: string;
  events: readonly Happened[];
  signals: readonly Spoken[];
  traits: Readonly<Record<string, Cell>>;
}

export interface Rows extends Table {
  truncated: boolean;
  took_ms: number;
}

export type { Figure };
