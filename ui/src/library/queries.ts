/** What a workspace keeps beside its maps. */

import { queryOptions } from "@tanstack/react-query";
import { api, data } from "../lib/api/client";
import { isLive } from "../lib/hall";
import { every } from "../lib/queries";

const LOOK_MS = 5000; // where no wire tells of changes

export const items = (w: string, kind = "") =>
  queryOptions({ queryKey: ["items", w, kind], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/items", { params: { path: { workspace: w }, query: { kind } } })), enabled: w !== "" });
export const item = (id: string) => queryOptions({ queryKey: ["item", id], queryFn: () => data(api.GET("/api/v1/items/{item}", { params: { path: { item: id } } })), enabled: id !== "" });
export const itemKinds = queryOptions({ queryKey: ["item-kinds"], queryFn: () => data(api.GET("/api/v1/item-kinds")), staleTime: Infinity });
export const tickets = (w: string) =>
  queryOptions({ queryKey: ["tickets", w], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/tickets", { params: { path: { workspace: w } } })), enabled: w !== "" });
export const boards = (w: string) => queryOptions({ queryKey: ["boards", w], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/boards", { params: { path: { workspace: w } } })), enabled: w !== "" });
export const board = (id: string) => queryOptions({ queryKey: ["board", id], queryFn: () => data(api.GET("/api/v1/boards/{board}", { params: { path: { board: id } } })), refetchInterval: every(LOOK_MS, () => !isLive()) });
export const filesOfItem = (id: string) => queryOptions({ queryKey: ["files", "item", id], queryFn: () => data(api.GET("/api/v1/items/{item}/attachments", { params: { path: { item: id } } })), enabled: id !== "" });
export const filesOfMap = (id: string) => queryOptions({ queryKey: ["files", "map", id], queryFn: () => data(api.GET("/api/v1/maps/{document}/attachments", { params: { path: { document: id } } })) });
export const segmentSize = (w: string, who: string) =>
  queryOptions({
    queryKey: ["segment", w, who], enabled: w !== "" && who.trim() !== "", retry: false, staleTime: 30_000, refetchInterval: every(60_000),
    queryFn: () => data(api.POST("/api/v1/workspaces/{workspace}/segment-size", { params: { path: { workspace: w } }, body: { who } })),
  });
export const workshops = (w: string) => queryOptions({ queryKey: ["workshops", w], queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/workshops", { params: { path: { workspace: w } } })), enabled: w !== "" });
