/** The number of a pinned query, over the data of now; what the card keeps stands there until it is known. */

import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useContext, type ReactNode } from "react";
import type { Pinned } from "../../explore/types";
import { ask } from "../../lib/api/client";
import { figure, interval } from "../../lib/format";
import type { Figure } from "../model/types";
import { EditorContext } from "../view/use";
import { useFacts } from "./useLive";

const ANOTHER_MS = 2000; // few queries run at once: who comes late asks again

export const numberNow = (exploration: string, version: string) => queryOptions({
  queryKey: ["pinned number", exploration, version], enabled: exploration !== "" && version !== "", staleTime: Infinity, retry: 3, retryDelay: ANOTHER_MS, placeholderData: keepPreviousData,
  queryFn: () => ask<Pinned>("GET", `/explorations/${exploration}/number`),
});

export default function PinnedNumber({ exploration, kept }: { exploration: string; kept: Figure }): ReactNode {
  const id = useContext(EditorContext)?.session.id ?? "";
  const { facts } = useFacts(id);
  const { data } = useQuery(numberNow(exploration, facts?.version ?? ""));
  const one = data?.figure ?? kept;
  return <span className="counted"><span className="t-number">{figure(one)} <span className="tag">SQL</span></span>{interval(one) && <span className="t-tiny">({interval(one)})</span>}</span>;
}
