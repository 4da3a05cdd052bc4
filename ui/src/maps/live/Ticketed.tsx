/** How far the tickets are that items on this map are linked to, told to the faces of their cards. */

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { FAR } from "../../library/far";
import { tickets } from "../../library/queries";
import { linkKey } from "../../library/links";
import { every, mapCard } from "../../lib/queries";
import { t } from "../../lib/i18n";
import type { Told } from "../model/face";
import { useEditor } from "../view/use";

const EVERY_MS = 60_000;

export default function Ticketed({ id }: { id: string }): null {
  const { store } = useEditor().session;
  const workspace = useQuery(mapCard(id)).data?.workspace_id ?? "";
  const { data } = useQuery({ ...tickets(workspace), refetchInterval: every(EVERY_MS) });
  useEffect(() => {
    const found = new Map<string, Told[]>();
    for (const one of data ?? []) {
      const [sign, words] = FAR[one.category] ?? ["", ""];
      if (words) found.set(one.item_id, [...(found.get(one.item_id) ?? []), { far: one.category, sign, key: linkKey(one.key), words: t(words) }]);
    }
    store.follow(found);
  }, [store, data]);
  useEffect(() => () => store.follow(new Map()), [store]);
  return null;
}
