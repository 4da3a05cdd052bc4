/** What the ids of the audit log are called now, and where each is to be seen. */

import { useQuery } from "@tanstack/react-query";
import { language, t } from "../lib/i18n";
import { maps, ownTemplates } from "../lib/queries";
import { boards, items, workshops } from "../library/queries";
import { localised, type Text } from "../maps/model/types";

export interface Thing {
  name: string;
  /** Where it is; empty where it is nowhere any more. */
  to: string;
}

interface Entry {
  action: string;
  object: string;
  detail: Readonly<Record<string, unknown>>;
}

/** Return what is there, by id, and whether all of it is known yet. */
export function useThings(workspace: { id: string; name: string } | undefined): { there: ReadonlyMap<string, Thing>; known: boolean } {
  const w = workspace?.id ?? "";
  const asked = [useQuery(maps(w)), useQuery(items(w)), useQuery(boards(w)), useQuery(workshops(w)), useQuery(ownTemplates(w))] as const;
  const [drawn = [], kept = [], made = [], led = [], own = []] = [asked[0].data, asked[1].data, asked[2].data, asked[3].data, asked[4].data];
  const there = new Map<string, Thing>([
    [w, { name: workspace?.name ?? "", to: "" }],
    ...drawn.map((one) => [one.id, { name: localised(one.title as Text, language()), to: `/maps/${one.id}` }] as const),
    ...kept.map((one) => [one.id, { name: one.title, to: one.kind === "persona" ? `/library/persona/${one.id}` : `/library/${one.kind}?item=${one.id}` }] as const),
    ...made.map((one) => [one.id, { name: one.title, to: `/library/boards/${one.id}` }] as const),
    ...led.map((one) => [one.id, { name: one.title, to: `/workshops/${one.id}` }] as const),
    ...own.map((one) => [one.id, { name: one.title, to: "/new" }] as const),
  ]);
  return { there, known: asked.every((one) => one.isFetched) };
}

const ID = /^[0-9a-z]{16}$/;

/** Return what each entry is about: by what it is called now, else by what the log ever called it, else as it says. */
export function named(entries: readonly Entry[], there: ReadonlyMap<string, Thing>): readonly Thing[] {
  const called = new Map<string, string>();
  for (const { action, object, detail } of entries) {
    const name = /\.(add|delete|remove)$/.test(action) ? (detail.title ?? detail.name) : "";
    if (typeof name === "string" && name && !called.has(object)) called.set(object, name);
  }
  return entries.map(({ action, object, detail }) => {
    if (action === "import.add") return { name: String(detail.files ?? object), to: `/draw/${object}` };
    if (action.startsWith("invitation.") && object === "link") return { name: t("whoever has the link"), to: "" };
    const found = there.get(object);
    if (found?.name) return found;
    return { name: called.get(object) ?? (ID.test(object) ? "" : object), to: "" };
  });
}
