/** What elements of maps are called, for lists that only have their keys. */

import { useQueries, useQuery } from "@tanstack/react-query";
import { language, t } from "../lib/i18n";
import { members, wholeMap } from "../lib/queries";
import { localised, type Text } from "../maps/model/types";
import type { Deed, Names } from "./details";
import type { Thing } from "./things";

const MOST = 12; // maps that are read only for the names of what is on them
const KINDS: Readonly<Record<string, () => string>> = { cards: () => t("card"), columns: () => t("step"), lanes: () => t("lane"), personas: () => t("persona"), touchpoints: () => t("touchpoint"), edges: () => t("arrow") };

interface Called { key?: string; title?: Text; name?: Text; text?: Text }

/** Return what an element is called on its map, with what it is: “Pays” (step). */
function elementName(whole: unknown, element: string): string {
  const [list = "", key = ""] = element.split("/");
  if (!key) return t("the whole map");
  const all = (whole as Record<string, Called[] | undefined> | undefined)?.[list] ?? [];
  const found = all.find((one) => one.key === key);
  const name = localised(found?.title ?? found?.name ?? found?.text ?? "", language());
  const kind = KINDS[list]?.() ?? t("element");
  return name ? t("“{name}” ({kind})", { name: name.slice(0, 60), kind }) : t("{kind} deleted since", { kind });
}

/** Return how ids in entries of the audit log are named. */
export function useNames(workspace: string, entries: readonly Deed[], there: ReadonlyMap<string, Thing>): Names {
  const people = new Map((useQuery(members(workspace)).data ?? []).map((one) => [one.user_id, one.name]));
  const wanted = [...new Set(entries.filter((one) => one.detail.element && there.has(one.object)).map((one) => one.object))].slice(0, MOST);
  const read = useQueries({ queries: wanted.map((id) => wholeMap(id)) });
  const wholes = new Map(wanted.map((id, at) => [id, read[at]?.data]));
  return {
    thing: (id) => there.get(id)?.name ?? "",
    member: (id) => people.get(id) ?? "",
    element: (document, element) => elementName(wholes.get(document), element),
  };
}
