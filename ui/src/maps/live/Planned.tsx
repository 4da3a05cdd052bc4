/** Planned against travelled: how people go on from each step, beside what the map plans. */

import { useMemo, type ReactNode } from "react";
import { number, percent } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { Deviation } from "../model/dresser";
import { localised } from "../model/types";
import { useEditor, useView } from "../view/use";
import { deviationsOf } from "./Travelled";
import { useLive } from "./useLive";

const PARTS = ["on", "skip", "back", "leave"] as const;

export function Planned({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { data } = useLive(id);
  const found = useMemo(() => (data ? deviationsOf(view, data) : new Map<string, Deviation>()), [view, data]);
  const names: Record<(typeof PARTS)[number], string> = { on: t("as planned"), skip: t("skip ahead"), back: t("go back"), leave: t("leave here") };
  if (!found.size) return <p className="quiet">{t("No journeys on this map yet. Bind its steps to events to see how people travel it.")}</p>;
  return (
    <>
      <p className="small quiet">{t("Of all times people went on from a step: to the next one or along a move you drew, past steps, back, or nowhere, because their journey ends. One person can count several times.")}</p>
      <ul className="planned-key small">{PARTS.map((one) => <li key={one}><i className={`part ${one}`} />{names[one]}</li>)}</ul>
      <ul className="list">
        {view.tree.leaves.map((leaf) => {
          const one = found.get(leaf.key);
          const title = localised(leaf.title, view.scene.locale) || t("Untitled step");
          return (
            <li key={leaf.key}>
              <button type="button" className="link" onClick={() => editor.focus({ kind: "column", key: leaf.key })}>{title}</button>
              {one ? <span className="planned-bar" aria-hidden="true">{PARTS.map((part) => one[part] > 0 && <i key={part} className={`part ${part}`} style={{ flexGrow: one[part] }} />)}</span> : <span className="small quiet">{t("nobody came here")}</span>}
              {one && <span className="small quiet">{PARTS.filter((part) => one[part] > 0).map((part) => `${percent(one[part])} ${names[part]}`).join(" · ")} · {t("n {n}", { n: number(one.n, 0) })}</span>}
            </li>
          );
        })}
      </ul>
    </>
  );
}
