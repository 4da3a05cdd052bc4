/** What a workspace says with the words somebody types: on its maps, and in its library. */

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { api, data } from "../lib/api/client";
import { language, t } from "../lib/i18n";
import { kindName } from "../library/kinds";
import { localised, type Text } from "../maps/model/types";

export interface Found {
  id: string;
  label: string;
  kind: string;
  where: string;
  to: string;
}

const LEAST = 2; // letters

/** Return a text as it is compared: without accents, small. */
export const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

const WHAT: Record<string, () => string> = { map: () => t("Map"), cards: () => t("card"), columns: () => t("step"), lanes: () => t("lane"), personas: () => t("persona"), touchpoints: () => t("touchpoint") };

export function useSearch(workspace: string, words: string): { found: readonly Found[]; searching: boolean; error: unknown } {
  const q = useDeferredValue(words.trim());
  const enabled = workspace !== "" && q.length >= LEAST;
  const onMaps = useQuery({ queryKey: ["search", workspace, q], enabled, queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/search", { params: { path: { workspace }, query: { q } } })) });
  const inLibrary = useQuery({ queryKey: ["items", workspace, "", q], enabled, queryFn: () => data(api.GET("/api/v1/workspaces/{workspace}/items", { params: { path: { workspace }, query: { q } } })) });
  if (!enabled) return { found: [], searching: false, error: null };
  const items = (inLibrary.data ?? []).map((one): Found => ({ id: one.id, label: one.title, kind: kindName(one.kind), where: t("Library"), to: one.kind === "persona" ? `/library/persona/${one.id}` : `/library/${one.kind}?item=${one.id}` }));
  const hits = (onMaps.data ?? []).map((one): Found => {
    const [kind = "", key = ""] = one.element.split("/");
    return { id: `${one.map_id}/${one.element}/${one.text}`, label: one.text, kind: WHAT[kind]?.() ?? kind, where: localised(one.map_title as Text, language()) || t("Untitled map"), to: kind === "cards" || kind === "columns" || kind === "lanes" ? `/maps/${one.map_id}?at=${kind}/${key}` : `/maps/${one.map_id}` };
  });
  const named = (one: Found): number => Number(folded(one.label).includes(folded(q)));
  return { found: [...items, ...hits].toSorted((one, other) => named(other) - named(one)), searching: onMaps.isFetching || inLibrary.isFetching, error: onMaps.error ?? inLibrary.error };
}
