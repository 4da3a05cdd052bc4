/** Which panel about data stands beside the map. */

import type { ReactNode } from "react";
import { useEditorState } from "../view/use";
import { Binding } from "./Binding";
import { Moved } from "./Moved";
import { Numbers } from "./Numbers";
import { Planned } from "./Planned";
import { Proposals } from "./Proposals";

export default function LivePanel({ id }: { id: string }): ReactNode {
  const { panel } = useEditorState();
  const bodies: Partial<Record<typeof panel, ReactNode>> = { numbers: <Numbers id={id} />, binding: <Binding id={id} />, planned: <Planned id={id} />, moved: <Moved id={id} />, proposals: <Proposals id={id} /> };
  return bodies[panel] ?? null;
}
