/** The same map counted: where there is much, where it hurts, and where nobody knows anything. */

import { useMemo, type ReactNode } from "react";
import { Segments } from "../../kit";
import { number } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useQueryState } from "../../lib/router";
import { isOn, passes } from "../model/filter";
import { matrixOf, type Cell, type MatrixRow, type Side } from "../model/matrix";
import { cardSpan } from "../model/tree";
import { localised, type Level } from "../model/types";
import { LEVEL_NAMES } from "./Glyph";
import { useEditor, useEditorState, useView } from "./use";
import { cardWords } from "./words";

const SIDES = (): [Side, string][] => [["lanes", t("Lanes")], ["personas", t("Personas")], ["channels", t("Channels")], ["tags", t("Tags")], ["levels", t("Evidence")]];

export function MatrixView({ onMap }: { onMap: () => void }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { filter } = useEditorState();
  const [asked, setAsked] = useQueryState("by");
  const { locale } = view.scene;
  const side = (SIDES().find(([one]) => one === asked)?.[0] ?? "lanes");
  const rows = useMemo(() => matrixOf(view, side, (card, lane) => !isOn(filter) || passes(card, lane, view.scene, filter)), [view, side, filter]);
  const most = Math.max(1, ...rows.flatMap((row) => row.cells.map((cell) => cell.cards.length)));
  const name = (row: MatrixRow): string => {
    if (row.key === "") return side === "personas" ? t("everyone") : t("none");
    if (side === "lanes") return localised(view.lanes.find((lane) => lane.key === row.key)?.title, locale) || t("Untitled lane");
    if (side === "personas") return localised(view.scene.personas.get(row.key)?.name, locale) || row.key;
    return side === "levels" ? t(LEVEL_NAMES[row.key as Level]) : row.key;
  };
  const open = (cell: Cell): void => {
    const [card] = cell.cards;
    const span = card && cardSpan(view.tree, card);
    if (!card || !span) return;
    onMap();
    setTimeout(() => {
      editor.focus({ kind: "card", key: card.key, column: span[0] });
      editor.set({ selected: new Set(cell.cards.map((one) => one.key)) });
    }, 50);
  };
  return (
    <div className="table-view matrix" role="region" aria-label={t("The map as a matrix")} tabIndex={0}>
      <div className="row wrap"><Segments label={t("Rows")} value={side} onChange={(next) => setAsked(next === "lanes" ? "" : next)} options={SIDES()} /><span className="quiet small">{t("Cards by stage; red: those that hurt. Press a number to see them on the map.")}</span></div>
      {rows.length === 0 ? <p className="quiet">{t("No cards yet, or the filter leaves none.")}</p> : (
        <table>
          <thead>
            <tr>
              <th scope="col"><span className="unseen">{t("Rows")}</span></th>
              {view.tree.stages.map((stage) => <th key={stage.key} scope="col">{localised(stage.title, locale) || t("Untitled stage")}</th>)}
              <th scope="col" className="sum">{t("All")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{name(row)}</th>
                {row.cells.map((cell, at) => <td key={at}>{cell.cards.length > 0 && <Count cell={cell} most={most} words={cell.cards.slice(0, 6).map((card) => cardWords(card, view.scene)).join("\n")} onPress={() => open(cell)} />}</td>)}
                <td className="sum">{number(row.total, 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Count({ cell, most, words, onPress }: { cell: Cell; most: number; words: string; onPress: () => void }): ReactNode {
  const all = cell.cards.length;
  return (
    <button type="button" className="count-cell" title={words} onClick={onPress}>
      <strong aria-hidden="true">{number(all, 0)}</strong>
      <span className="unseen">{t("{n, plural, one {# card} other {# cards}}", { n: all })}</span>
      <span className="count-bar" aria-hidden="true"><i style={{ width: `${(100 * (all - cell.pains)) / most}%` }} /><i className="hurts" style={{ width: `${(100 * cell.pains) / most}%` }} /></span>
      {cell.pains > 0 && <span className="t-tiny pain-words">{t("{n, plural, one {# hurts} other {# hurt}}", { n: cell.pains })}</span>}
    </button>
  );
}
