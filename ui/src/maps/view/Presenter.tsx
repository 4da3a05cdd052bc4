/** One stage after the other on the whole screen, large enough for a room. */

import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Button } from "../../kit";
import { t } from "../../lib/i18n";
import { localised } from "../model/types";
import { laneCells } from "./TableView";
import { useEditor, useView } from "./use";

export function Presenter({ onClose }: { onClose: () => void }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const { locale } = view.scene;
  const layout = editor.layout(view);
  const stage = view.tree.stages[Math.min(at, view.tree.stages.length - 1)];
  const [first, last] = view.tree.span.get(stage?.key ?? "") ?? [0, -1];
  const total = view.tree.stages.length;

  useEffect(() => box.current?.focus(), []);

  const keys = (event: KeyboardEvent): void => {
    if (event.key === "Escape") onClose();
    else if (["ArrowRight", "PageDown", " "].includes(event.key)) setAt(Math.min(at + 1, total - 1));
    else if (["ArrowLeft", "PageUp"].includes(event.key)) setAt(Math.max(0, at - 1));
    else return;
    event.preventDefault();
  };

  return (
    <div className="present" role="dialog" aria-modal="true" aria-label={t("Presentation")} tabIndex={-1} ref={box} onKeyDown={keys}>
      <div className="stage-slide" aria-live="polite">
        <p className="quiet">{localised(view.fields.title, locale)}</p>
        <h2>{localised(stage?.title, locale)}</h2>
        <p className="quiet">{view.tree.leaves.slice(first, last + 1).map((leaf) => localised(leaf.title, locale)).join(" → ")}</p>
        {layout.rows.map((row) => {
          const said = laneCells(row, view, layout).slice(first, last + 1).flat();
          return said.length > 0 && (
            <section key={row.lane.key} className="lane-slide">
              <h3>{localised(row.lane.title, locale)}</h3>
              <ul>{said.map((one, place) => <li key={place}>{one}</li>)}</ul>
            </section>
          );
        })}
      </div>
      <footer>
        <Button onPress={() => setAt(Math.max(0, at - 1))} isDisabled={at === 0}>{t("Back")}</Button>
        <span className="quiet">{t("{n} of {total}", { n: Math.min(at + 1, total), total })}</span>
        <span className="row">
          <Button kind="primary" onPress={() => setAt(Math.min(at + 1, total - 1))} isDisabled={at >= total - 1}>{t("Next")}</Button>
          <Button kind="bare" onPress={onClose}>{t("Close")}</Button>
        </span>
      </footer>
    </div>
  );
}
