/** The small picture of a pinned answer, over the data of now; what the card keeps stands there until it is known. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useContext, type ReactNode } from "react";
import { miniOf } from "../../charts/mini";
import type { Mini } from "../../charts/small";
import { MiniView } from "../../charts/MiniView";
import { answered } from "../../explore/asking";
import type { Exploration } from "../../explore/types";
import { ask } from "../../lib/api/client";
import { EditorContext } from "../view/use";
import { useFacts } from "./useLive";

export default function Pinned({ exploration, mini }: { exploration: string; mini: Mini }): ReactNode {
  const id = useContext(EditorContext)?.session.id ?? "";
  const { workspace, facts } = useFacts(id);
  const version = facts?.version ?? "";
  const found = useQuery({
    queryKey: ["pinned", exploration, version], enabled: workspace !== "" && version !== "", staleTime: Infinity, retry: false, placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const kept = await ask<Exploration>("GET", `/explorations/${exploration}`);
      const answer = await answered(workspace, { analysis: kept.analysis, fields: kept.fields, like: kept.like, map: kept.subject }, signal, () => undefined);
      return miniOf(answer.tables, answer, answer.as_of);
    },
  });
  return <MiniView mini={found.data ?? mini} />;
}
