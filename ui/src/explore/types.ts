/** What the server says about data: questions, answers, people; its own description, with all it always sends. */

import type { components } from "../lib/api/schema";
import type { Table } from "../charts/table";
import type { Figure } from "../maps/model/types";

type Schemas = components["schemas"];

export type QuestionField = Readonly<Schemas["QuestionField"]>;
export type Question = Readonly<Omit<Schemas["Question"], "fields"> & { fields: readonly QuestionField[] }>;
export type Fields = Readonly<Record<string, unknown>>;
export type AnswerTable = Table & { total: number };
export type Answer = Readonly<Omit<Required<Schemas["Replied"]>, "tables" | "as_of"> & { tables: Readonly<Record<string, AnswerTable>>; as_of: string | null }>;
export type Facts = Readonly<Omit<Required<Schemas["Facts"]>, "sources" | "newest_at"> & { sources: readonly Required<Schemas["SourceFacts"]>[]; newest_at: string | null }>;
export type EventKind = Required<Schemas["EventKind"]>;
export type PropertyKind = Required<Schemas["Property"]>;
export type Known = Readonly<Omit<Required<Schemas["Seen"]>, "events" | "properties" | "traits" | "types">> & Readonly<{ events: readonly EventKind[]; properties: readonly PropertyKind[]; traits: readonly PropertyKind[] }>;
export type Exploration = Readonly<Schemas["Exploration"]>;
/** A number that a kept query gives. */
export type Pinned = Readonly<{ figure: Figure; query: string }>;
export type View = Readonly<Required<Schemas["View"]>>;
export type Behind = Readonly<Schemas["Behind"]>;
export type Apart = Readonly<Schemas["Apart"]>;
export type People = Readonly<Schemas["People"]>;
export type Listed = Readonly<Omit<Schemas["Listed"], "table"> & { table: AnswerTable }>;
/** An event of a person, with the map's column it belongs to. */
export type Stop = Readonly<Schemas["Stop"]>;
/** A fact on a person's timeline. */
export type Moment = Readonly<Schemas["Moment"]>;
export type Person = Readonly<Schemas["exploring_persons_Person"]>;
export type Rows = Table & Readonly<Required<Pick<Schemas["Result"], "truncated" | "took_ms">>>;

export type { Figure };
