/** A map that does not change: an old version, or one with lanes left out. */

import { useMemo, type ReactNode } from "react";
import "../styles/map.css";
import { reader } from "../maps/reader";
import type { MapValue } from "../maps/model/types";
import { Grid } from "../maps/view/Grid";
import { MapTop } from "../maps/view/MapTop";
import { EditorContext } from "../maps/view/use";

export default function FrozenMap({ map, token = "" }: { map: Record<string, unknown>; token?: string }): ReactNode {
  const editor = useMemo(() => reader(map as unknown as MapValue, token), [map, token]);
  return (
    <EditorContext.Provider value={editor}>
      <main className="map-page"><MapTop /><div className="map-body"><Grid /></div></main>
    </EditorContext.Provider>
  );
}
