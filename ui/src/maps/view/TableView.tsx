/** The same map as a table: what screen readers and spreadsheets like. */

import type { ReactNode } from "react";
import { percent } from "../../lib/format";
import { t } from "../../lib/i18n";
import { covering } from "../model/moving";
import type { Layout, RowLayout } from "../model/layout";
import { reachOf } from "../model/river";
import type { View } from "../model/store";
import { localised } from "../model/types";
import { useEditor, useView } from "./use";
import { cardWords } from "./words";

/** Return what a lane says at each step, each card where it begins. */
export function laneCells(row: RowLayout, view: View, layout: Layout): string[][] {
  const reach = row.kind.shape === "river" ? reachOf(row.row, view.tree) : [];
  return layout.columns.lefts.map((_, at) => {
    const cards = covering(row, at).filter((place) => place.first === at).map((place) => cardWords(place.card, view.scene));
    const one = reach[at];
    return one ? [percent(one.figure.value), ...(one.lost ? [t("{share} leave here", { share: percent(one.lost) })] : [])] : cards;
  });
}

export function TableView(): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { locale } = view.scene;
  const layout = editor.layout(view);
  return (
    <div className="table-view" tabIndex={0} role="region" aria-label={t("The map as a table")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("Stage")}</th>
            {view.tree.stages.map((stage) => {
              const [first, last] = view.tree.span.get(stage.key) ?? [0, 0];
              return <th key={stage.key} scope="colgroup" colSpan={last - first + 1}>{localised(stage.title, locale)}</th>;
            })}
          </tr>
          {view.tree.levels > 1 && <tr><th scope="col">{t("Step")}</th>{view.tree.leaves.map((leaf) => <th key={leaf.key} scope="col">{localised(leaf.title, locale)}</th>)}</tr>}
        </thead>
        <tbody>
          {layout.rows.map((row) => (
            <tr key={row.lane.key}>
              <th scope="row">{localised(row.lane.title, locale)}</th>
              {laneCells(row, view, layout).map((cell, at) => <td key={at}>{cell.map((one, place) => <p key={place}>{one}</p>)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
