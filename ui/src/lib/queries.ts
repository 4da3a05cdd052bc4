/** Server data by what it is; every key is made here so that what changed can be asked anew. */

import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { admit, api, data, Problem } from "./api/client";
import type { Difference } from "./api/contract";

export const retry = (count: number, error: Error): boolean => count < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500);

/** Answers that stay as they are however often one asks: nobody is signed in, one may not see it, or it is gone. */
const FINAL: ReadonlySet<number> = new Set([401, 403, 404, 410]);

export const isFinal = (error: unknown): boolean => error instanceof Problem && FINAL.has(error.status);

type Polled<T> = { state: { data: T | undefined; error: Error | null } };

/** Ask again every so many milliseconds, while `goes` says so of what is known; after a final answer no more. */
export const every = <T>(ms: number | false, goes: (known: T | undefined) => boolean = () => true) => ({ state }: Polled<T>): number | false => (isFinal(state.error) || !goes(state.data) ? false : ms);

const inWorkspace = (workspace: string) => ({ params: { path: { workspace } } });
const ofMap = (document: string) => ({ params: { path: { document } } });

export const me = queryOptions({ queryKey: ["me"], queryFn: async () => admit(await data(api.GET("/api/v1/me"))) });
export const setup = queryOptions({ queryKey: ["setup"], queryFn: () => data(api.GET("/api/v1/setup")) });
export const maps = (w: string) => queryOptions({ queryKey: ["maps", w], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/maps", inWorkspace(w))), enabled: w !== "" });
export const mapCard = (id: string) => queryOptions({ queryKey: ["map", id], queryFn: () => data(api.GET("/api/v1/maps/{document}", ofMap(id))) });
export const wholeMap = (id: string) => queryOptions({ queryKey: ["whole", id], queryFn: () => data(api.GET("/api/v1/maps/{document}/map", ofMap(id))) });
export const openedMaps = queryOptions({ queryKey: ["maps", "opened"], queryFn: () => data(api.GET("/api/v1/maps")) });
export const members = (w: string) => queryOptions({ queryKey: ["members", w], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/members", inWorkspace(w))), enabled: w !== "" });
export const invitations = (w: string) => queryOptions({ queryKey: ["invitations", w], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/invitations", inWorkspace(w))), enabled: w !== "" });
export const versions = (id: string) => queryOptions({ queryKey: ["versions", id], queryFn: () => data(api.GET("/api/v1/maps/{document}/versions", ofMap(id))) });
export const version = (id: string) => queryOptions({ queryKey: ["version", id], queryFn: () => data(api.GET("/api/v1/versions/{version}", { params: { path: { version: id } } })) });
export const diff = (id: string, from: string, to: string) => queryOptions({ queryKey: ["diff", id, from, to], queryFn: () => data(api.GET("/api/v1/maps/{document}/diff", { params: { path: { document: id }, query: { from, to } } })) });
/** What of a map is marked as changed while a comparison is open; none is asked for. */
export const shownDiff = (id: string) => queryOptions({ queryKey: ["shown-diff", id], queryFn: (): Difference[] => [], staleTime: Infinity, enabled: false });
export const findings = (id: string) => queryOptions({ queryKey: ["findings", id], queryFn: () => data(api.GET("/api/v1/maps/{document}/findings", ofMap(id))), retry: false, staleTime: Infinity });
export const comments = (id: string) => queryOptions({ queryKey: ["comments", id], queryFn: () => data(api.GET("/api/v1/maps/{document}/comments", ofMap(id))), refetchInterval: every(20_000) });
export const shares = (id: string) => queryOptions({ queryKey: ["shares", id], queryFn: () => data(api.GET("/api/v1/maps/{document}/shares", ofMap(id))) });
export const templates = queryOptions({ queryKey: ["templates"], queryFn: () => data(api.GET("/api/v1/templates")), staleTime: Infinity });
export const template = (name: string) => queryOptions({ queryKey: ["template", name], queryFn: () => data(api.GET("/api/v1/templates/{name}", { params: { path: { name } } })), staleTime: Infinity });
export const ownTemplates = (w: string) => queryOptions({ queryKey: ["own-templates", w], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/templates", inWorkspace(w))), enabled: w !== "", refetchOnMount: "always" });
export const ownTemplate = (id: string) => queryOptions({ queryKey: ["own-template", id], queryFn: () => data(api.GET("/api/v1/own-templates/{template}", { params: { path: { template: id } } })) });
export const formats = queryOptions({ queryKey: ["formats"], queryFn: () => data(api.GET("/api/v1/formats")), staleTime: Infinity });
export const job = (id: string) => queryOptions({ queryKey: ["job", id], queryFn: () => data(api.GET("/api/v1/jobs/{job}", { params: { path: { job: id } } })), enabled: id !== "" });
export const invitation = (token: string) => queryOptions({ queryKey: ["invitation", token], queryFn: () => data(api.GET("/api/v1/invitations/{token}", { params: { path: { token } } })) });

export const anew = (client: QueryClient, ...key: string[]): Promise<void> => client.invalidateQueries({ queryKey: key });
