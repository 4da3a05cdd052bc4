/** The table as it is printed: every cell of it, as many columns side by side as a sheet holds, the next ones on sheets of their own. */

import { useEffect, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { t } from "../../lib/i18n";
import type { RowLayout } from "../model/layout";
import type { Tree } from "../model/tree";
import type { Edge } from "../model/types";
import { TableHead } from "./TableHead";
import { TableRow } from "./TableRow";

const ACROSS = 7; // columns of a sheet
const NONE: ReadonlySet<string> = new Set();

/** Say whether the page is being printed: from just before it is laid out for paper, so that what only paper shows stands by then. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}

interface PaperProps {
  title: string;
  tree: Tree;
  rows: readonly RowLayout[];
  edges: readonly Edge[];
  /** What is said of moves between steps, by column; empty where the river says it. */
  moves: readonly (readonly string[])[];
  locale: string;
}

export function PaperTable({ title, tree, rows, edges, moves, locale }: PaperProps): ReactNode {
  const sheets = Array.from({ length: Math.max(1, Math.ceil(tree.leaves.length / ACROSS)) }, (_, at) => [at * ACROSS, Math.min((at + 1) * ACROSS, tree.leaves.length) - 1] as const);
  const said = moves.some((one) => one.length > 0);
  return (
    <div className="on-paper" aria-hidden="true">
      {sheets.map((span) => (
        <table key={span[0]}>
          {span[0] > 0 && <caption>{title}</caption>}
          <TableHead tree={tree} locale={locale} active={null} editing={null} span={span} />
          <tbody>
            {said && <tr><th scope="row"><div className="cell">{t("Moves between steps")}</div></th>{moves.slice(span[0], span[1] + 1).map((one, at) => <td key={at}><div className="cell">{one.map((words) => <p key={words}>{words}</p>)}</div></td>)}</tr>}
            {rows.map((row) => <TableRow key={row.lane.key} row={row} index={0} fills={null} height={undefined} tree={tree} edges={edges} active={null} selected={NONE} editing={null} span={span} />)}
          </tbody>
        </table>
      ))}
    </div>
  );
}
