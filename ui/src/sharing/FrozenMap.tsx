/** A map by a link that shows a version, or leaves lanes out: it is asked for again, without them, as soon as it changes. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { api, data, Problem } from "../lib/api/client";
import type { Shown } from "../lib/api/contract";
import { every } from "../lib/queries";
import { OpenMap } from "../maps/MapPage";
import type { MapValue } from "../maps/model/types";
import { reader, sayWire, successor } from "../maps/reader";
import { EditorContext } from "../maps/view/use";

const AGAIN_MS = 4000;

/** Ask whether the map is another now, and only then for the map; the pass that the password gave stands in a cookie. */
async function anew(token: string, seen: Shown): Promise<Shown> {
  const place = { params: { path: { token } } };
  const now = await data(api.GET("/api/v1/shared/{token}/version", place));
  return now.version === seen.version ? seen : data(api.POST("/api/v1/shared/{token}", { ...place, body: {} }));
}

export default function FrozenMap({ first, token }: { first: Shown; token: string }): ReactNode {
  const follows = first.version !== "";
  const [seen, setSeen] = useState(first);
  const given = { id: first.document_id, token, follows };
  const [editor, setEditor] = useState(() => reader(first.map as unknown as MapValue, given));
  const found = useQuery({ queryKey: ["shared", token, seen.version], queryFn: () => anew(token, seen), enabled: follows, refetchInterval: every(AGAIN_MS), staleTime: 0, structuralSharing: false });
  if (found.data && found.data.version !== seen.version) {
    setSeen(found.data);
    setEditor(successor(editor, found.data.map as unknown as MapValue, given));
  }
  const { error } = found;
  useEffect(() => {
    if (follows) sayWire(editor, error instanceof Problem && error.status >= 400 && error.status < 500 ? "refused" : error ? "offline" : "live");
  }, [editor, error, follows]);
  return <EditorContext.Provider value={editor}><OpenMap id={first.document_id} editor={editor} shared /></EditorContext.Provider>;
}
