/** Server data by what it is; every key is made here so that what changed can be asked anew. */

import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { api, data, Problem } from "./api/client";

export const retry = (count: number, error: Error): boolean => count < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500);

export const me = queryOptions({ queryKey: ["me"], queryFn: () => data(api.GET("/me")) });
export const setup = queryOptions({ queryKey: ["setup"], queryFn: () => data(api.GET("/setup")) });
export const maps = (w: string) => queryOptions({ queryKey: ["maps", w], queryFn: () => data(api.GET("/workspaces/{w}/maps", { params: { path: { w } } })), enabled: w !== "" });
export const mapCard = (id: string) => queryOptions({ queryKey: ["map", id], queryFn: () => data(api.GET("/maps/{id}", { params: { path: { id } } })) });
export const members = (w: string) => queryOptions({ queryKey: ["members", w], queryFn: () => data(api.GET("/workspaces/{w}/members", { params: { path: { w } } })), enabled: w !== "" });
export const invitations = (w: string) => queryOptions({ queryKey: ["invitations", w], queryFn: () => data(api.GET("/workspaces/{w}/invitations", { params: { path: { w } } })), enabled: w !== "" });
export const versions = (id: string) => queryOptions({ queryKey: ["versions", id], queryFn: () => data(api.GET("/maps/{id}/versions", { params: { path: { id } } })) });
export const version = (id: string) => queryOptions({ queryKey: ["version", id], queryFn: () => data(api.GET("/versions/{id}", { params: { path: { id } } })) });
export const diff = (id: string, from: string, to: string) => queryOptions({ queryKey: ["diff", id, from, to], queryFn: () => data(api.GET("/maps/{id}/diff", { params: { path: { id }, query: { ...(from ? { from } : {}), ...(to ? { to } : {}) } } })) });
export const comments = (id: string) => queryOptions({ queryKey: ["comments", id], queryFn: () => data(api.GET("/maps/{id}/comments", { params: { path: { id } } })), refetchInterval: 20_000 });
export const shares = (id: string) => queryOptions({ queryKey: ["shares", id], queryFn: () => data(api.GET("/maps/{id}/shares", { params: { path: { id } } })) });
export const templates = queryOptions({ queryKey: ["templates"], queryFn: () => data(api.GET("/templates")), staleTime: Infinity });
export const formats = queryOptions({ queryKey: ["formats"], queryFn: () => data(api.GET("/formats")), staleTime: Infinity });
export const job = (id: string) => queryOptions({ queryKey: ["job", id], queryFn: () => data(api.GET("/jobs/{id}", { params: { path: { id } } })), enabled: id !== "" });

export const anew = (client: QueryClient, ...key: string[]): Promise<void> => client.invalidateQueries({ queryKey: key });
