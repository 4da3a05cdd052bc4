/** What several actions share: the clipboard, and moving what is chosen up and down. */

import { tell } from "../kit/toasts";
import { figure } from "../lib/format";
import { t } from "../lib/i18n";
import type { Editor } from "./editor";
import { moveCards, stackCard } from "./model/cards";
import { copyBlock, fromTsv, listOf, pasteCell, pasteTable, toTsv } from "./model/clipboard";
import { pasteColumns } from "./model/columns";
import { put } from "./model/edit";
import { boxOf, covering, placeOf, type Cell } from "./model/moving";
import { localised, type Text } from "./model/types";
import { tellUndo } from "./undoing";

/** Return the lane somebody stands in. */
export function laneHere(editor: Editor): string | undefined {
  const { active } = editor.state;
  if (active?.kind === "lane") return active.key;
  if (active?.kind === "empty") return active.lane;
  return active?.kind === "card" ? editor.view.cards.get(active.key)?.lane : undefined;
}

/** Put the chosen cards on the clipboard as the block of cells around them. */
export async function copyChosen(editor: Editor): Promise<void> {
  const { view } = editor;
  const cards = editor.chosen().flatMap((key) => view.cards.get(key) ?? []);
  const columns = cards.map((card) => view.tree.span.get(card.at)?.[0] ?? 0);
  const rows = view.lanes.map((one) => one.key);
  const lanes = cards.map((card) => rows.indexOf(card.lane));
  const block = view.lanes.slice(Math.min(...lanes), Math.max(...lanes) + 1);
  const table = copyBlock(cards, view.tree, block, Math.min(...columns), Math.max(...columns), view.scene.locale);
  await navigator.clipboard.writeText(toTsv(table));
  editor.announce(t("Copied"));
}

/** Paste what is on the clipboard: a table over the grid, a list as cards, on a header as stages and steps. */
export async function pasteHere(editor: Editor): Promise<void> {
  try {
    paste(editor, await navigator.clipboard.readText());
  } catch {
    tell(t("The browser did not let this page read the clipboard. Press Ctrl+V on the map instead."));
  }
}

export function paste(editor: Editor, text: string): void {
  const { active } = editor.state;
  const { tree, lanes } = editor.view;
  if (!text.trim() || !active || !editor.writable) return;
  editor.session.undo.stopCapturing();
  if (active.kind === "column" || active.kind === "lane") {
    if (active.kind === "column") pasteColumns(editor.edit, text.replaceAll("\t", "\n").split("\n"));
    return;
  }
  const lane = laneHere(editor);
  const leaf = tree.leaves[active.column];
  if (!lane || !leaf) return;
  const list = listOf(text);
  const here = lanes.find((one) => one.key === lane);
  const { made, refused } = list && here ? pasteCell(editor.edit, here, leaf.key, list) : pasteTable(editor.edit, fromTsv(text), { lane, at: leaf.key }, lanes);
  if (refused.length) tell(t("{n, plural, one {# text was left out: curves take numbers, as in 0.5} other {# texts were left out: curves take numbers, as in 0.5}}", { n: refused.length }));
  const [first] = made;
  if (!first) return;
  editor.keep(made);
  editor.focus({ kind: "card", key: first, column: active.column });
  editor.set({ selected: new Set(made) });
  tellUndo(editor, t("{n, plural, one {# card pasted} other {# cards pasted}}", { n: made.length }));
}

/** Move cards within their cell first, then into the lane above or below. */
export function moveVertically(editor: Editor, by: 1 | -1): void {
  const keys = editor.chosen();
  const [key] = keys;
  const found = key ? placeOf(editor.layout(), key) : null;
  if (!found || !key) return;
  const { value } = found.place.card;
  if (found.row.kind.scale && value) {
    const { low, high } = found.row.kind.scale;
    nudge(editor, key, Math.max(low, Math.min(high, value.value - (by * (high - low)) / 20)));
    return;
  }
  const stack = covering(found.row, found.place.first).map((one) => one.card.key);
  if (keys.length === 1 && stack[stack.indexOf(key) + by]) {
    stackCard(editor.edit, key, by, stack);
    return;
  }
  const lanes = editor.view.lanes.map((one) => one.key);
  const next = lanes[lanes.indexOf(found.row.lane.key) + by];
  if (next) moveCards(editor.edit, keys, 0, next);
}

/** Keep what was moved in view, and say where it is. */
export function followed(editor: Editor): void {
  const { active } = editor.state;
  if (!active) return;
  if (active.kind === "card") {
    const found = placeOf(editor.layout(), active.key);
    if (found) editor.set({ active: { ...active, column: found.place.first } });
  }
  const box = boxOf(editor.layout(), editor.view.tree, active);
  if (box) editor.reveal(box);
  editor.announce([t("Moved"), whereIs(editor, active)].filter(Boolean).join(": "));
}

/** Return where something stands now, in words: a card its value or lane and step, a step its stage and place, a lane its place. */
function whereIs(editor: Editor, cell: Cell): string {
  const { tree, lanes, scene } = editor.view;
  const said = (text: Text | undefined): string => localised(text, scene.locale);
  if (cell.kind === "card") {
    const found = placeOf(editor.layout(), cell.key);
    const value = found?.row.kind.scale && found.place.card.value;
    return value ? figure(value) : [said(found?.row.lane.title), said(tree.leaves[found?.place.first ?? -1]?.title)].filter(Boolean).join(", ");
  }
  if (cell.kind !== "column") {
    const at = lanes.findIndex((one) => cell.kind === "lane" && one.key === cell.key);
    return at < 0 ? "" : t("{n} of {total}", { n: at + 1, total: lanes.length });
  }
  const peers = tree.children.get(tree.index.get(cell.key)?.parent ?? "") ?? [];
  const place = t("{n} of {total}", { n: peers.findIndex((one) => one.key === cell.key) + 1, total: peers.length });
  return [said(tree.index.get(tree.index.get(cell.key)?.parent ?? "")?.title), place].filter(Boolean).join(", ");
}

/** Set the height of a point of a curve, to two decimals. */
export function nudge(editor: Editor, key: string, to: number): void {
  const value = editor.view.cards.get(key)?.value;
  if (value) put(editor.edit, "cards", key, { value: { ...value, value: Math.round(to * 100) / 100 } });
}
