/** Over a column, while planned is held against travelled: how people go on from it. */

import type { ReactNode } from "react";
import { percent } from "../../lib/format";
import { t } from "../../lib/i18n";
import { deviations, type Deviation, type Live } from "../model/dresser";
import type { View } from "../model/store";
import { useEditor, useEditorState, useView } from "../view/use";
import { useLive } from "./useLive";

const kept = new WeakMap<Live, { view: View; found: Map<string, Deviation> }>();

/** Return the deviations of all columns, worked out once a view. */
export function deviationsOf(view: View, live: Live): Map<string, Deviation> {
  const known = kept.get(live);
  if (known?.view === view) return known.found;
  const found = deviations(view, live.edges);
  kept.set(live, { view, found });
  return found;
}

export function Travelled({ column }: { column: string }): ReactNode {
  const { panel } = useEditorState();
  return panel === "planned" ? <Bar column={column} /> : null;
}

function Bar({ column }: { column: string }): ReactNode {
  const view = useView();
  const { data } = useLive(useEditor().session.id);
  const one = data ? deviationsOf(view, data).get(column) : undefined;
  if (!one) return null;
  const words = t("{on} go on as planned, {skip} skip ahead, {back} go back, {leave} leave", { on: percent(one.on), skip: percent(one.skip), back: percent(one.back), leave: percent(one.leave) });
  return <span className="travelled" role="img" aria-label={words} title={words}>{(["on", "skip", "back", "leave"] as const).map((part) => one[part] > 0 && <i key={part} className={`part ${part}`} style={{ flexGrow: one[part] }} />)}</span>;
}
