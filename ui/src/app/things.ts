/** What the things of the audit log are called today, and where they are; what was deleted since keeps its id. */

import { useQuery } from "@tanstack/react-query";
import { language, t } from "../lib/i18n";
import { maps, ownTemplates } from "../lib/queries";
import { boards, items, workshops } from "../library/queries";
import { localised, type Text } from "../maps/model/types";

export interface Thing {
  title: string;
  to: string;
}

interface Called {
  id: string;
  title: string;
  kind?: string;
}

/** Return a thing by its id, for the workspace whose log is read. */
export function useThings(workspace: string, name: string): ReadonlyMap<string, Thing> {
  const drawn = useQuery(maps(workspace)).data ?? [];
  const kept = useQuery(items(workspace)).data ?? [];
  const planes = useQuery(boards(workspace)).data ?? [];
  const led = useQuery(workshops(workspace)).data ?? [];
  const own = useQuery(ownTemplates(workspace)).data ?? [];
  const all = (list: readonly Called[], to: (one: Called) => string): [string, Thing][] => list.map((one) => [one.id, { title: one.title, to: to(one) }]);
  return new Map([
    [workspace, { title: name, to: "/settings" }],
    ...drawn.map((one): [string, Thing] => [one.id, { title: localised(one.title as Text, language()) || t("Untitled map"), to: `/maps/${one.id}` }]),
    ...all(kept, (one) => (one.kind === "persona" ? `/library/persona/${one.id}` : `/library/${one.kind ?? ""}?item=${one.id}`)),
    ...all(planes, (one) => `/library/boards/${one.id}`),
    ...all(led, (one) => `/workshops/${one.id}`),
    ...all(own, () => "/new"),
  ]);
}
