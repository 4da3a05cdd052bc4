/** The server's answers, as the contract of `/api/v1` gives them, in the form openapi-fetch reads. */

import type { MapValue, Text } from "../../maps/model/types";

export type Role = "owner" | "editor" | "commenter" | "viewer";

export interface Me {
  id: string;
  name: string;
  email: string;
  workspaces: Workspace[];
}

export interface Workspace {
  id: string;
  name: string;
  role?: Role;
}

export interface MapCard {
  id: string;
  workspace?: string;
  title: Text;
  status: string;
  state: string;
  owner: string | null;
  updated_at: string;
  review_due_at: string | null;
  trust: number | null;
  columns: number;
  lanes: number;
  role?: Role;
}

export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
}

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  url?: string;
  expires_at?: string;
}

export interface Version {
  id: string;
  name: string;
  kind: "named" | "automatic";
  author: string;
  created_at: string;
}

export interface Change {
  path: string;
  kind: "added" | "removed" | "changed";
  title: string;
  before?: unknown;
  after?: unknown;
}

export interface Comment {
  id: string;
  target: string;
  author: string;
  author_id?: string;
  body: string;
  created_at: string;
  resolved: boolean;
  parent?: string | null;
}

export interface Share {
  id: string;
  role: Role;
  url?: string;
  token?: string;
  password: boolean;
  expires_at: string | null;
  hidden_lanes: string[];
  live: boolean;
}

export interface Template {
  key: string;
  title: Text;
  scenario?: Text;
  stages: Text[];
  lanes: Text[];
}

export interface Job {
  id: string;
  state: "waiting" | "running" | "done" | "failed";
  stage: string;
  part: number;
  rows: number;
  rejects: { file: string; line: number; why: string }[];
  rejected: number;
  map?: string;
  error?: { title: string; detail?: string; hint?: string };
}

export interface Format {
  name: string;
  title: string;
  extension: string;
}

type Content<T> = { content: { "application/json": T } };
type At<P> = { parameters: { path: P } };
type Get<T, P = never, Q = never> = (([P] extends [never] ? object : At<P>) & ([Q] extends [never] ? object : { parameters: { query?: Q } })) & { responses: { 200: Content<T> } };
type Send<B, T, P = never> = ([P] extends [never] ? object : At<P>) & { requestBody: Content<B>; responses: { 200: Content<T> } };
type Drop<P = never> = ([P] extends [never] ? object : At<P>) & { responses: { 204: { content?: never } } };
type Id = { id: string };
type InW = { w: string };

export interface paths {
  "/setup": { get: Get<{ needed: boolean }>; post: Send<{ email: string; name: string; password: string; workspace: string }, Me> };
  "/session": { post: Send<{ email: string; password: string; totp?: string }, Me>; delete: Drop };
  "/me": { get: Get<Me> };
  "/workspaces": { get: Get<Workspace[]>; post: Send<{ name: string }, Workspace> };
  "/workspaces/{w}/maps": { get: Get<MapCard[], InW>; post: Send<{ title?: string; template?: string; map?: MapValue }, MapCard, InW> };
  "/workspaces/{w}/members": { get: Get<Member[], InW> };
  "/workspaces/{w}/members/{id}": { patch: Send<{ role: Role }, Member, InW & Id>; delete: Drop<InW & Id> };
  "/workspaces/{w}/invitations": { get: Get<Invitation[], InW>; post: Send<{ email: string; role: Role }, Invitation, InW> };
  "/maps/{id}": { get: Get<MapCard, Id>; patch: Send<Partial<MapCard>, MapCard, Id>; delete: Drop<Id> };
  "/maps/{id}/duplicate": { post: Send<object, MapCard, Id> };
  "/maps/{id}/versions": { get: Get<Version[], Id>; post: Send<{ name: string }, Version, Id> };
  "/versions/{id}": { get: Get<{ map: MapValue } & Version, Id> };
  "/versions/{id}/restore": { post: Send<object, object, Id> };
  "/maps/{id}/diff": { get: Get<{ changes: Change[] }, Id, { from?: string; to?: string }> };
  "/maps/{id}/comments": { get: Get<Comment[], Id>; post: Send<{ target: string; body: string; parent?: string }, Comment, Id> };
  "/comments/{id}": { patch: Send<{ body?: string; resolved?: boolean }, Comment, Id>; delete: Drop<Id> };
  "/maps/{id}/shares": { get: Get<Share[], Id>; post: Send<{ role: Role; password?: string; expires_at?: string; hidden_lanes?: string[]; live: boolean }, Share, Id> };
  "/shares/{id}": { delete: Drop<Id> };
  "/shared/{token}": { post: Send<{ password?: string }, { map: MapCard }, { token: string }> };
  "/templates": { get: Get<Template[]> };
  "/formats": { get: Get<Format[]> };
  "/jobs/{id}": { get: Get<Job, Id> };
}
