/** Keys and places of the cells of a map, the same on the map and in its table. */

import type { KeyboardEvent } from "react";
import { press } from "../actions";
import type { Editor } from "../editor";
import { pressed } from "../model/action";
import type { Cell, Direction } from "../model/moving";

const WAYS: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
const NONE: ReadonlySet<string> = new Set();

/** Return the cell an element stands for. */
export function cellOf(target: EventTarget | null): Cell | null {
  const found = target instanceof Element ? target.closest<HTMLElement>("[data-cell]") : null;
  const [kind, key, column] = found?.dataset.cell?.split(":") ?? [];
  if (!kind || key === undefined) return null;
  if (kind === "empty") return { kind, lane: key, column: Number(column) };
  // Cards a lane derives by itself have colons in their keys.
  if (kind === "card") return { kind, key: found?.dataset.cell?.slice(5) ?? "", column: Number(found?.dataset.column) };
  return kind === "column" || kind === "lane" ? { kind, key } : null;
}

/** Do what a key does on a cell: go on, choose, edit; whoever may only read opens the fields instead. */
export function cellKeys(editor: Editor, event: KeyboardEvent, leave?: () => void): void {
  if (event.defaultPrevented || event.nativeEvent.isComposing) return;
  const way = WAYS[event.key];
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
  if (way && plain) editor.move(way, event.shiftKey);
  else if (event.key === "Escape") {
    if (leave) leave();
    else editor.set({ selected: NONE });
  } else if (!editor.writable && plain && (event.key === "Enter" || event.key === "F2") && editor.state.active) editor.open("element");
  else if (!press(pressed(event), editor)) {
    if (event.key.length !== 1 || event.key === " " || !plain || !editor.state.active) return;
    editor.type(event.key);
  }
  event.preventDefault();
}

/** Return the lane of a cell, so that only that lane is drawn anew when the focus goes. */
export function laneOf(cell: string | null, cards: ReadonlyMap<string, { lane: string }>): string {
  const [kind = "", key = "", derived = ""] = cell?.split(":") ?? [];
  if (kind === "lane" || kind === "empty") return key;
  return kind === "card" ? (key ? (cards.get(key)?.lane ?? "") : derived) : "";
}

/** Hear the keys of actions also where nothing has the focus, such as on a map just opened; return how to stop. */
export function onBody(editor: Editor): () => void {
  const keys = (event: globalThis.KeyboardEvent): void => {
    if (event.defaultPrevented || event.target !== document.body || !(event.ctrlKey || event.metaKey)) return;
    if (press(pressed(event), editor)) event.preventDefault();
  };
  addEventListener("keydown", keys);
  return () => removeEventListener("keydown", keys);
}
