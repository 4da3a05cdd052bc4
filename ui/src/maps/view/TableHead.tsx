/** The head of the table: a row a level, from stages down to the steps that hold cards. */

import { memo, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import { cellId } from "../model/moving";
import type { Tree } from "../model/tree";
import { localised, type Column } from "../model/types";
import { CommentMark } from "./CommentMark";
import { TextEditor } from "./TextEditor";

interface HeadProps {
  tree: Tree;
  locale: string;
  active: string | null;
  editing: string | null;
  /** The columns to show, first and last; all when left out. */
  span?: readonly [number, number];
}

const levelName = (level: number): string => (level === 0 ? t("Stage") : level === 1 ? t("Step") : t("Step inside a step"));

function Title({ column, stage, props }: { column: Column; stage: boolean; props: HeadProps }): ReactNode {
  const { tree, locale, active, editing } = props;
  const [from, to] = props.span ?? [0, Infinity];
  const [begin, end] = tree.span.get(column.key) ?? [0, 0];
  const [first, last] = [Math.max(begin, from), Math.min(end, to)];
  const id = cellId({ kind: "column", key: column.key });
  const leaf = !tree.children.get(column.key)?.length;
  const below = leaf ? tree.levels - (tree.depth.get(column.key) ?? 0) : 1;
  const about = localised(column.description, locale);
  if (first > last) return null;
  return (
    <th scope={leaf ? "col" : "colgroup"} colSpan={last - first + 1} rowSpan={below} data-cell={id} tabIndex={id === active ? 0 : -1} className={stage ? "stage-title" : ""}>
      <div className="cell">
        <span>{localised(column.title, locale) || <span className="quiet">{stage ? t("Untitled stage") : t("Untitled step")}</span>}</span>
        {column.moment_of_truth && <span className="mark"><span className="truth" aria-hidden="true">◆</span> {t("moment of truth")}</span>}
        {about && <span className="more-words">{about}</span>}
        <CommentMark element={`columns/${column.key}`} />
        {editing === id && <TextEditor cell={{ kind: "column", key: column.key }} label={t("Title")} />}
      </div>
    </th>
  );
}

export const TableHead = memo(function TableHead(props: HeadProps): ReactNode {
  const { tree } = props;
  return (
    <thead>
      {Array.from({ length: Math.max(1, tree.levels) }, (_, level) => (
        <tr key={level}>
          <th scope="row"><div className="cell">{levelName(level)}</div></th>
          {tree.columns.filter((column) => tree.depth.get(column.key) === level).map((column) => <Title key={column.key} column={column} stage={level === 0} props={props} />)}
        </tr>
      ))}
    </thead>
  );
});
