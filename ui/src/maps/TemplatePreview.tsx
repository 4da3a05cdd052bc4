/** A template as the map it will be, small. */

import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import "../styles/map.css";
import { Fault } from "../kit";
import { ownTemplate, template } from "../lib/queries";
import type { MapValue } from "./model/types";
import { reader } from "./reader";
import { Grid } from "./view/Grid";
import { EditorContext } from "./view/use";

const SMALL = 0.65;

/** Args: name: of a template that comes along; own: id of one of the workspace's. */
export default function TemplatePreview({ name, own }: { name: string; own: string }): ReactNode {
  const [coming, made] = [useQuery({ ...template(name), enabled: !own }), useQuery({ ...ownTemplate(own), enabled: own !== "" })];
  const found = own ? made : coming;
  const editor = useMemo(() => {
    if (!found.data) return null;
    const made = reader(found.data as unknown as MapValue);
    made.set({ zoom: SMALL });
    return made;
  }, [found.data]);
  if (found.error) return <Fault error={found.error} />;
  return <div className="preview-map">{editor && <EditorContext.Provider value={editor}><Grid /></EditorContext.Provider>}</div>;
}
