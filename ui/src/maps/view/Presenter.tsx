/** One stage after the other on the whole screen, large enough for a room. */

import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Button } from "../../kit";
import { useNarrow } from "../../kit/narrow";
import { t } from "../../lib/i18n";
import { localised } from "../model/types";
import { titleRoom } from "../editor";
import { slide, stageOf } from "../slide";
import { Grid } from "./Grid";
import { EditorContext, useView } from "./use";

const ZOOM = 1.35;
const WIDEST_STEP = 360;
const AROUND = 120; // px that are not the grid

export function Presenter({ onClose }: { onClose: () => void }): ReactNode {
  const view = useView();
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const { locale } = view.scene;
  const total = view.tree.stages.length;
  const stage = view.tree.stages[Math.min(at, total - 1)];
  const narrow = useNarrow();
  const editor = useMemo(() => {
    const part = stageOf(view, stage?.key ?? "");
    const zoom = narrow ? 1 : ZOOM;
    const room = (innerWidth - AROUND) / zoom - titleRoom(narrow);
    return slide(part, zoom, Math.min(WIDEST_STEP, Math.floor(room / Math.max(1, part.tree.leaves.length))), narrow);
  }, [view, stage?.key, narrow]);

  useEffect(() => {
    box.current?.focus();
  }, []);

  const keys = (event: KeyboardEvent): void => {
    if (event.key === "Escape") onClose();
    else if (["ArrowRight", "PageDown", " "].includes(event.key)) setAt(Math.min(at + 1, total - 1));
    else if (["ArrowLeft", "PageUp"].includes(event.key)) setAt(Math.max(0, at - 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="present" role="dialog" aria-modal="true" aria-label={t("Presentation")} tabIndex={-1} ref={box} onKeyDownCapture={keys}>
      <header>
        <p className="quiet">{localised(view.fields.title, locale)}</p>
        <h2 aria-live="polite">{localised(stage?.title, locale)}</h2>
        <p className="quiet">{localised(stage?.description, locale)}</p>
      </header>
      <div className="map-body" key={stage?.key}><EditorContext.Provider value={editor}><Grid /></EditorContext.Provider></div>
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
