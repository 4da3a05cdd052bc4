import type { ReactNode } from "react";
import { t } from "../../lib/i18n";
import { OTHER } from "../model/beside";
import { seriesOf } from "../model/curve";
import { CURVE_TOP, countsTop } from "../model/curve";
import type { RowLayout } from "../model/layout";
import { cellId, type Cell } from "../model/moving";
import type { Tree } from "../model/tree";
import { localised } from "../model/types";
import { curveColour } from "./FaceView";
import { CommentMark } from "./CommentMark";
import { Marker } from "./CurveLayer";
import { TextEditor } from "./TextEditor";
import { useEditor } from "./use";

export function LaneTitle({ row, tree, width, active, editing }: { row: RowLayout; tree: Tree; width: number; active: string | null; editing: string | null }): ReactNode {
  const editor = useEditor();
  const { locale, personas } = row.row.scene;
  const cell: Cell = { kind: "lane", key: row.lane.key };
  const id = cellId(cell);
  const title = localised(row.lane.title, locale);
  const persona = localised(personas.get(row.lane.persona ?? "")?.name, locale);
  return (
    <div role="rowheader" data-cell={id} tabIndex={id === active ? 0 : -1} className="lane-title" style={{ width }} aria-label={[title, persona, row.folded ? t("folded") : ""].filter(Boolean).join(", ")}>
      <div className="lane-words">
        <span className="lane-name t-head">{title || t("Untitled lane")}</span>
        {persona && <span className="lane-persona">{persona}</span>}
        {!row.folded && row.lane.note && <span className="t-tiny quiet">{localised(row.lane.note, locale)}</span>}
      </div>
      {!row.folded && row.kind.scale && <Scale row={row} tree={tree} />}
      <button type="button" className="fold" tabIndex={-1} aria-label={row.folded ? t("Unfold {lane}", { lane: title }) : t("Fold {lane}", { lane: title })} onClick={() => editor.fold("foldedLanes", row.lane.key)}>{row.folded ? "▸" : "▾"}</button>
      <CommentMark element={`lanes/${row.lane.key}`} />
      {editing === id && <TextEditor cell={cell} label={t("Title of the lane")} />}
    </div>
  );
}

/** The words of a curve's scale, and the names of its curves where there are several. */
function Scale({ row, tree }: { row: RowLayout; tree: Tree }): ReactNode {
  const scale = row.kind.scale;
  if (!scale) return null;
  const series = seriesOf(row.row, tree);
  return (
    <div className="scale" aria-hidden="true">
      {scale.words.map((word, at) => <span key={at} style={{ top: CURVE_TOP + (scale.height / 2) * at - 8 }}>{word && t(word)}</span>)}
      {series.length > 1 && series.map((one, at) => (
        <span key={`${one.persona}${one.planned}`} className="curve-name" style={{ top: countsTop(scale.height, at) - 10 }}>
          <span>{(one.name || t("everyone")) + (one.planned && one.persona !== OTHER ? ` · ${t("future")}` : "")}</span>
          <svg width="22" height="10"><line x1="0" x2="22" y1="5" y2="5" stroke={curveColour(one.index)} strokeWidth="2" strokeDasharray={one.planned ? "6 5" : DASHES[one.index]} /><Marker index={one.index} x={11} y={5} r={3.4} stroke={curveColour(one.index)} /></svg>
        </span>
      ))}
    </div>
  );
}

export const DASHES = [undefined, "7 4", "2 3", "10 3 2 3", "4 2"];
