/** The same map counted: where there is much, where it hurts, and where nobody knows anything. */

import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Segments } from "../../kit";
import { number } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useQueryState } from "../../lib/router";
import { isOn, passes } from "../model/filter";
import { matrixOf, type Cell, type MatrixRow, type Side } from "../model/matrix";
import { LEVEL_NAMES } from "../model/telling";
import { cardSpan } from "../model/tree";
import { localised, type Level } from "../model/types";
import { useEditor, useEditorState, useView } from "./use";
import { cardWords } from "./words";

const SIDES = (): [Side, string][] => [["lanes", t("Lanes")], ["personas", t("Personas")], ["channels", t("Channels")], ["tags", t("Tags")], ["levels", t("Evidence")]];

interface Spot {
  row: number;
  cell: number;
}

const WAYS: Record<string, readonly [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Return the cell beside another one, the same one at the edge. */
function beside(table: HTMLTableElement, { row, cell }: Spot, key: string): Spot {
  const [down, right] = WAYS[key] ?? [0, 0];
  const next = { row: row + down, cell: cell + right };
  return table.rows[next.row]?.cells[next.cell] ? next : { row, cell };
}

/** Focus a cell, or the number in it, and bring it into sight. */
function standOn(table: HTMLTableElement, { row, cell }: Spot): void {
  const found = table.rows[row]?.cells[cell];
  (found?.querySelector<HTMLElement>("button") ?? found)?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

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
  const region = useRef<HTMLDivElement>(null);
  const [stood, setStood] = useState<Spot>({ row: 1, cell: 1 });
  const keys = (event: KeyboardEvent): void => {
    const table = region.current?.querySelector("table");
    const inside = table?.contains(event.target as Node);
    const next = table && WAYS[event.key] && (inside || event.target === region.current) ? (inside ? beside(table, stood, event.key) : stood) : null;
    if (event.key === "Escape") {
      if (inside) region.current?.focus({ preventScroll: true });
      else onMap();
    } else if (next && table) {
      setStood(next);
      standOn(table, next);
    } else return;
    event.preventDefault();
  };
  const at = (row: number, cell: number): { tabIndex: number; onFocus: () => void } => ({ tabIndex: stood.row === row && stood.cell === cell ? 0 : -1, onFocus: () => setStood({ row, cell }) });
  return (
    <div ref={region} className="table-view matrix" role="region" aria-label={t("The map as a matrix")} tabIndex={0} onKeyDown={keys}>
      <div className="row wrap"><Segments label={t("Rows")} value={side} onChange={(next) => setAsked(next === "lanes" ? "" : next)} options={SIDES()} /><span className="quiet small">{t("Cards by stage; red: those that hurt. Press a number to see them on the map.")}</span></div>
      {rows.length === 0 ? <p className="quiet">{t("No cards yet, or the filter leaves none.")}</p> : (
        <table role="grid" aria-label={t("The map as a matrix")}>
          <thead>
            <tr>
              <th scope="col" {...at(0, 0)}><span className="unseen">{t("Rows")}</span></th>
              {view.tree.stages.map((stage, index) => <th key={stage.key} scope="col" {...at(0, index + 1)}>{localised(stage.title, locale) || t("Untitled stage")}</th>)}
              <th scope="col" className="sum" {...at(0, view.tree.stages.length + 1)}>{t("All")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, line) => (
              <tr key={row.key}>
                <th scope="row" {...at(line + 1, 0)}>{name(row)}</th>
                {row.cells.map((cell, index) => <td key={index} {...(cell.cards.length ? {} : at(line + 1, index + 1))}>{cell.cards.length > 0 && <Count here={at(line + 1, index + 1)} cell={cell} most={most} words={cell.cards.slice(0, 6).map((card) => cardWords(card, view.scene)).join("\n")} onPress={() => open(cell)} />}</td>)}
                <td className="sum" {...at(line + 1, row.cells.length + 1)}>{number(row.total, 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Count({ here, cell, most, words, onPress }: { here: { tabIndex: number; onFocus: () => void }; cell: Cell; most: number; words: string; onPress: () => void }): ReactNode {
  const all = cell.cards.length;
  return (
    <button type="button" className="count-cell" title={words} onClick={onPress} {...here}>
      <strong aria-hidden="true">{number(all, 0)}</strong>
      <span className="unseen">{t("{n, plural, one {# card} other {# cards}}", { n: all })}</span>
      <span className="count-bar" aria-hidden="true"><i style={{ width: `${(100 * (all - cell.pains)) / most}%` }} /><i className="hurts" style={{ width: `${(100 * cell.pains) / most}%` }} /></span>
      {cell.pains > 0 && <span className="t-tiny pain-words">{t("{n, plural, one {# hurts} other {# hurt}}", { n: cell.pains })}</span>}
    </button>
  );
}
