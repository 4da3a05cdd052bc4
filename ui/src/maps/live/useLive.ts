/** The figures of now of an open map, asked anew when the data change. */

import { keepPreviousData, queryOptions, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { facts } from "../../explore/asking";
import type { Facts } from "../../explore/types";
import { ask } from "../../lib/api/client";
import { mapCard } from "../../lib/queries";
import type { Editor } from "../editor";
import { Dresser, type Live } from "../model/dresser";
import { useEditorState } from "../view/use";
import { filterQuery, useLook, type Look } from "./state";

const EVERY_MS = 1000;

export const live = (id: string, filters: string, version: string) => queryOptions({
  queryKey: ["live", id, filters, version], queryFn: ({ signal }) => ask<Live>("GET", `/maps/${id}/live${filters ? `?${filters}` : ""}`, undefined, signal),
  placeholderData: keepPreviousData, enabled: version !== "", staleTime: Infinity, retry: false,
});

export function useFacts(id: string): { workspace: string; facts: Facts | undefined } {
  const card = useQuery(mapCard(id));
  const workspace = card.data?.workspace_id ?? "";
  return { workspace, facts: useQuery(facts(workspace, EVERY_MS)).data };
}

export function useLive(id: string): UseQueryResult<Live> & { look: Look; set: (part: Partial<Look>) => void } {
  const [look, set] = useLook();
  const { facts: there } = useFacts(id);
  const on = there && !there.empty && look.live !== "off";
  return { ...useQuery(live(id, filterQuery(look), on ? there.version : "")), look, set };
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
