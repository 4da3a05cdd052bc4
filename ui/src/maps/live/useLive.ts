/** The figures of now of an open map, asked anew when the data change. */

import { keepPreviousData, queryOptions, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { facts } from "../../explore/asking";
import type { Facts } from "../../explore/types";
import { ask } from "../../lib/api/client";
import { every, mapCard } from "../../lib/queries";
import type { Editor } from "../editor";
import { Dresser, type Live } from "../model/dresser";
import { useEditor, useEditorState } from "../view/use";
import { filterQuery, useLook, type Look } from "./state";

const EVERY_MS = 1000;
const GUEST_MS = 15_000;
const GUEST = "guest"; // a guest is not told of versions of the data, and asks anew now and then

export const live = (path: string, filters: string, version: string) => queryOptions({
  queryKey: ["live", path, filters, version], queryFn: ({ signal }) => ask<Live>("GET", `${path}/live${filters ? `?${filters}` : ""}`, undefined, signal),
  placeholderData: keepPreviousData, enabled: version !== "", staleTime: Infinity, retry: false,
});

export function useFacts(id: string): { workspace: string; facts: Facts | undefined; failed: boolean } {
  const card = useQuery({ ...mapCard(id), enabled: id !== "" });
  const workspace = card.data?.workspace_id ?? "";
  const asked = useQuery(facts(workspace, EVERY_MS));
  return { workspace, facts: asked.data, failed: card.isError || asked.isError };
}

/** Where the figures of a map come from: a guest has a link alone, and asks by it. */
export function useSource(id: string): { path: string; version: string; guest: boolean } {
  const { token } = useEditor().session;
  const { facts: there } = useFacts(token ? "" : id);
  if (token) return { path: `/shared/${token}`, version: GUEST, guest: true };
  return { path: `/maps/${id}`, version: there && !there.empty ? there.version : "", guest: false };
}

export function useLive(id: string): UseQueryResult<Live> & { look: Look; set: (part: Partial<Look>) => void } {
  const [look, set] = useLook();
  const { path, version, guest } = useSource(id);
  const asked = live(path, filterQuery(look), look.live === "off" ? "" : version);
  return { ...useQuery({ ...asked, refetchInterval: every(guest ? GUEST_MS : false) }), look, set };
}

/** Say whether the figures of now are here, or known not to come. */
export function useCounted(id: string): boolean {
  const { token } = useEditor().session;
  const { facts: there, failed } = useFacts(token ? "" : id);
  const { isFetched, look } = useLive(id);
  return look.live === "off" || isFetched || (!token && (failed || Boolean(there?.empty)));
}

/** Dress the open map in the figures of now, and undress it when it is left or nothing is known. */
export function useDressed(id: string, editor: Editor): ReturnType<typeof useLive> {
  const found = useLive(id);
  const worn = useRef<Dresser | undefined>(undefined);
  const { data, look } = found;
  const measured = look.measured !== "";
  const off = look.live === "off";
  const compare = useEditorState().panel === "planned";
  useEffect(() => {
    const { store } = editor.session;
    if (!data || data.why || off) store.dress(null);
    else {
      worn.current = new Dresser(data, measured, compare, worn.current);
      store.dress(worn.current.dress);
    }
    editor.settle();
  }, [data, measured, compare, off, editor]);
  useEffect(() => () => editor.session.store.dress(null), [editor]);
  return found;
}
