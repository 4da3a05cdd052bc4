/** A template as the map it will be, small. */

import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import "../styles/map.css";
import { Fault } from "../kit";
import { template } from "../lib/queries";
import type { MapValue } from "./model/types";
import { reader } from "./reader";
import { Grid } from "./view/Grid";
import { EditorContext } from "./view/use";

const SMALL = 0.65;

export default function TemplatePreview({ name }: { name: string }): ReactNode {
  const found = useQuery(template(name));
  const editor = useMemo(() => {
    if (!found.data) return null;
    const made = reader(found.data as unknown as MapValue);
    made.set({ zoom: SMALL });
    return made;
  }, [found.data]);
  if (found.error) return <Fault error={found.error} />;
  return <div className="preview-map">{editor && <EditorContext.Provider value={editor}><Grid /></EditorContext.Provider>}</div>;
}
