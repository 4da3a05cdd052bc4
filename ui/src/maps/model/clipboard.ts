/** Cells from and to spreadsheets: tab-separated values as Excel, Numbers, Calc and Google Sheets write them. */

import { laneKind } from "../lanes";
import { addCards, type Place } from "./cards";
import { treeIn } from "./columns";
import { act, put, type Edit } from "./edit";
import type { LaneKind } from "./face";
import { element, fields, ordered } from "./reading";
import { fromText, takesNumber, typedForm } from "./typing";
import { localised, type Card, type Lane } from "./types";
import type { Tree } from "./tree";

/** Return a table as TSV; a field with a tab, line break or quote is quoted. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  const field = (text: string): string => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(field).join("\t")).join("\n");
}

/** Read TSV, quoted fields with line breaks included. */
export function fromTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const given = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))([\t\n]|$)/gy;
  for (let match = pattern.exec(given); match; match = pattern.exec(given)) {
    rows.at(-1)?.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : (match[2] ?? ""));
    if (match[3] === "\n") rows.push([]);
    if (match[3] === "") break;
  }
  return rows;
}

/** Return the cards that begin inside a block of lanes × columns as a table of texts, several a cell on lines; points of curves are numbers. */
export function copyBlock(cards: Iterable<Card>, tree: Tree, lanes: readonly Lane[], from: number, to: number, locale: string): string[][] {
  const table = lanes.map(() => Array.from({ length: to - from + 1 }, (): string[] => []));
  for (const card of cards) {
    const column = (tree.span.get(card.at)?.[0] ?? -1) - from;
    const row = lanes.findIndex((one) => one.key === card.lane);
    table[row]?.[column]?.push(shown(card, laneKind(lanes[row]?.type ?? ""), locale));
  }
  return table.map((row) => row.map((cell) => cell.join("\n")));
}

function shown(card: Card, kind: LaneKind, locale: string): string {
  const text = localised(card.text, locale);
  if (!card.value || !takesNumber(kind)) return text || (card.value ? typedForm(card.value, card.value.value) : "");
  const value = typedForm(card.value, card.value.value);
  return text && kind.shape === "cards" ? `${text}: ${value}` : value;
}

/** Cards that were made or, on curves, given another value; and texts that were left out because nothing of them could be seen. */
export interface Pasted {
  made: string[];
  refused: string[];
}

/** Put texts on a cell, one card a line. A number over a point that everybody shares moves that point. */
export function pasteCell(edit: Edit, lane: Lane, at: string, lines: readonly string[]): Pasted {
  const kind = laneKind(lane.type);
  const read = lines.map((line) => fromText(kind, line));
  const cards = read.flatMap((one) => (one ? [{ ...one, ...(lane.persona ? { persona: lane.persona } : {}) }] : []));
  const here = kind.scale ? pointsAt(edit, lane, at) : [];
  return act(edit, () => {
    cards.slice(0, here.length).forEach((one, place) => put(edit, "cards", here[place] ?? "", { value: one.value }));
    const added = addCards(edit, { lane: lane.key, at }, cards.slice(here.length));
    return { made: [...here.slice(0, cards.length), ...added], refused: lines.filter((_, place) => !read[place]) };
  });
}

const pointsAt = (edit: Edit, lane: Lane, at: string): string[] =>
  ordered(edit.doc, "cards").flatMap(({ key }) => {
    const found = element(edit.doc, "cards", key);
    const card = found && (fields(found) as unknown as Card);
    return card && card.lane === lane.key && card.at === at && (card.persona ?? "") === (lane.persona ?? "") && !card.props?.state ? [key] : [];
  });

/** Put a table of texts on the grid from a place on; what falls off the map is not made. */
export function pasteTable(edit: Edit, table: readonly (readonly string[])[], start: Place, lanes: readonly Lane[]): Pasted {
  const tree = treeIn(edit);
  const left = tree.span.get(start.at)?.[0] ?? 0;
  const top = lanes.findIndex((one) => one.key === start.lane);
  const done = act(edit, () =>
    table.flatMap((row, down) =>
      row.flatMap((cell, right) => {
        const [lane, column] = [lanes[top + down], tree.leaves[left + right]];
        const lines = cell.split("\n").map((line) => line.trim()).filter(Boolean);
        return lane && column && lines.length ? [pasteCell(edit, lane, column.key, lines)] : [];
      }),
    ),
  );
  return { made: done.flatMap((one) => one.made), refused: done.flatMap((one) => one.refused) };
}

/** Return the entries of a pasted list, bullets and numbers taken off; null when the text is no list of several lines. */
export function listOf(text: string): string[] | null {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, "").trim());
  const filled = lines.filter(Boolean);
  return filled.length > 1 && !text.includes("\t") ? filled : null;
}
