/** Short names for the types of the server's answers, which `schema.d.ts` gets from its OpenAPI description. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type Workspace = Schemas["Workspace"];
export type Role = Workspace["role"];
export type Summary = Schemas["Summary"];
export type Share = Schemas["Share"];
export type Comment = Schemas["Comment"];
export type Difference = Schemas["Difference"];
export type Template = Schemas["Template"];
export type OwnTemplate = Schemas["OwnTemplate"];
export type Job = Schemas["Job"];
export type Member = Schemas["Member"];
export type Invitation = Schemas["Invitation"];
export type Shown = Schemas["Shown"];
export type Item = Schemas["Item"];
export type Brought = Schemas["Brought"];
export type LinkState = Schemas["LinkState"];
export type Tracker = Schemas["Connection"];
export type Flaw = Schemas["Flaw"];
export type Overall = Schemas["Overall"];
export type Standing = Schemas["Standing"];
export type MiningRun = Schemas["Run"];
export type Theme = Schemas["Theme"];
export type Quote = Schemas["Quote"];
export type ItemKind = Schemas["KindOfItem"];
export type Board = Schemas["Board"];
export type Place = Schemas["Place"];
export type Attachment = Schemas["Attachment"];
export type Workshop = Schemas["Workshop"];
export type StickyNote = Schemas["StickyNote"];
