/** Cells from and to spreadsheets: tab-separated values as Excel, Numbers, Calc and Google Sheets write them. */

import { addCards, type Place } from "./cards";
import { treeIn } from "./columns";
import { act, type Edit } from "./edit";
import { localised, type Card } from "./types";
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

/** Return the cards that begin inside a block of lanes × columns as a table of texts, several a cell on lines. */
export function copyBlock(cards: Iterable<Card>, tree: Tree, lanes: readonly string[], from: number, to: number, locale: string): string[][] {
  const table = lanes.map(() => Array.from({ length: to - from + 1 }, (): string[] => []));
  for (const card of cards) {
    const column = (tree.span.get(card.at)?.[0] ?? -1) - from;
    table[lanes.indexOf(card.lane)]?.[column]?.push(shown(card, locale));
  }
  return table.map((row) => row.map((cell) => cell.join("\n")));
}

const shown = (card: Card, locale: string): string => localised(card.text, locale) || (card.value ? String(card.value.value) : "");

/** Put a table of texts on the grid from a place on, one card a line of a cell; what falls off the map is not made. */
export function pasteTable(edit: Edit, table: readonly (readonly string[])[], start: Place, lanes: readonly string[]): string[] {
  const tree = treeIn(edit);
  const left = tree.span.get(start.at)?.[0] ?? 0;
  const top = lanes.indexOf(start.lane);
  return act(edit, () =>
    table.flatMap((row, down) =>
      row.flatMap((cell, right) => {
        const [lane, column] = [lanes[top + down], tree.leaves[left + right]];
        const lines = cell.split("\n").map((line) => line.trim()).filter(Boolean);
        return lane && column && lines.length ? addCards(edit, { lane, at: column.key }, lines) : [];
      }),
    ),
  );
}

/** Return the entries of a pasted list, bullets and numbers taken off; null when the text is no list of several lines. */
export function listOf(text: string): string[] | null {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, "").trim());
  const filled = lines.filter(Boolean);
  return filled.length > 1 && !text.includes("\t") ? filled : null;
}
