/** Stages as bands and steps as words over the grid; they stay at the top. */

import { memo, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import { GUTTER, type Columns, type Layout } from "../model/layout";
import { cellId, type Cell } from "../model/moving";
import type { Tree } from "../model/tree";
import { localised, type Column } from "../model/types";
import { CommentMark } from "./CommentMark";
import { StrandLayer } from "./StrandLayer";
import { Travelled } from "../live/Travelled";
import { TextEditor } from "./TextEditor";
import { useEditor } from "./use";

interface HeadProps {
  head: Layout["head"];
  columns: Columns;
  title: number;
  width: number;
  tree: Tree;
  locale: string;
  first: number;
  last: number;
  active: string | null;
  editing: string | null;
  foldedStages: ReadonlySet<string>;
}

function ColumnCell({ column, props, band, box }: { column: Column; props: HeadProps; band: boolean; box: { x: number; y: number; w: number; h: number } }): ReactNode {
  const { tree, locale, active, editing, foldedStages } = props;
  const editor = useEditor();
  const cell: Cell = { kind: "column", key: column.key };
  const id = cellId(cell);
  const span = tree.span.get(column.key) ?? [0, 0];
  const title = localised(column.title, locale);
  const folded = foldedStages.has(column.key);
  const truth = column.moment_of_truth ? t("moment of truth") : "";
  const label = [title || (band ? t("Untitled stage") : t("Untitled step")), truth, folded ? t("folded") : ""].filter(Boolean).join(", ");
  return (
    <div
      role="columnheader" data-cell={id} data-drag="column" tabIndex={id === active ? 0 : -1} className={`${band ? "stage" : "step"} ${folded ? "is-folded" : ""}`}
      aria-colindex={span[0] + 2} {...(span[1] > span[0] ? { "aria-colspan": span[1] - span[0] + 1 } : {})} aria-label={label} title={[title, localised(column.description, locale)].filter(Boolean).join("\n")}
      style={{ left: props.title + box.x, top: box.y, width: box.w, height: box.h }}
    >
      {band && <svg className="band" width={box.w} height={box.h} aria-hidden="true"><path d={`M0,0H${box.w - 10}L${box.w},${box.h / 2}L${box.w - 10},${box.h}H0${box.x > 0 ? `L9,${box.h / 2}` : ""}Z`} /></svg>}
      <span className="column-title">{title || <span className="quiet">{band ? t("Untitled stage") : t("Untitled step")}</span>}</span>
      {column.moment_of_truth && <span className="truth" title={truth}>◆</span>}
      {band && <button type="button" className="fold" tabIndex={-1} aria-label={folded ? t("Unfold {stage}", { stage: title }) : t("Fold {stage}", { stage: title })} onClick={() => editor.fold("foldedStages", column.key)}>{folded ? "▸" : "▾"}</button>}
      {id === active && editor.writable && !band && <span className="knob" aria-hidden="true" title={t("Drag to another step to say where people go")} />}
      {!band && <Travelled column={column.key} />}
      <CommentMark element={`columns/${column.key}`} />
      {editing === id && <TextEditor cell={cell} label={t("Title")} />}
    </div>
  );
}

export const Head = memo(function Head(props: HeadProps): ReactNode {
  const { head, columns, tree, first, last } = props;
  const levels: Column[][] = Array.from({ length: Math.max(1, tree.levels) }, () => []);
  for (const column of tree.columns) {
    const span = tree.span.get(column.key) ?? [0, 0];
    if (span[1] >= first && span[0] <= last) levels[tree.depth.get(column.key) ?? 0]?.push(column);
  }
  const tops = head.bands.map((_, level) => head.bands.slice(0, level).reduce((sum, one) => sum + one, 0));
  const stages = head.bands.reduce((sum, one) => sum + one, 0);
  const box = (column: Column, level: number): { x: number; y: number; w: number; h: number } => {
    const [from, to] = tree.span.get(column.key) ?? [0, 0];
    const x = columns.lefts[from] ?? 0;
    const w = (columns.lefts[to] ?? 0) + (columns.widths[to] ?? 0) - x - (level === 0 ? 4 : GUTTER);
    const leafRow = level === tree.levels - 1 && level > 0;
    return { x, y: tops[level] ?? stages, w, h: leafRow ? head.step : (head.bands[level] ?? 34) - 6 };
  };
  return (
    <div className="head" style={{ height: head.height, width: props.width }}>
      {levels.map((shown, level) => (level > 0 && shown.length === 0 ? null : (
        <div key={level} role="row" aria-rowindex={level + 1} className="head-row">
          {level === 0 && <div role="columnheader" className="corner" style={{ width: props.title, height: head.height - 1 }}><span className="unseen">{t("Lane")}</span></div>}
          {shown.map((column) => <ColumnCell key={column.key} column={column} props={props} band={level < Math.max(1, tree.levels - 1)} box={box(column, level)} />)}
        </div>
      )))}
      {head.strands.length > 0 && <StrandLayer strands={head.strands} columns={columns} title={props.title} locale={props.locale} top={stages + head.step + 2} height={head.height - stages - head.step - 2} />}
    </div>
  );
});
