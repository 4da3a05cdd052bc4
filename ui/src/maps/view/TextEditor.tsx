/** Typing in place: every letter goes into the document as it is typed, Escape brings back what was there. */

import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { Cell, Direction } from "../model/moving";
import { writeCard } from "../model/cards";
import { write } from "../model/edit";
import { said } from "../model/translating";
import { localised, type Text } from "../model/types";
import type { Editor } from "../editor";
import { useEditor, useView } from "./use";

function written(editor: Editor, cell: Cell): string {
  const { cards, tree, lanes, scene } = editor.view;
  const own = (text: Text | undefined): string => (scene.translating ? said(text, scene.locale, scene.fields.locale || "en") : localised(text, scene.locale));
  if (cell.kind === "card") return cards.get(cell.key)?.props?.prompt ? "" : own(cards.get(cell.key)?.text);
  if (cell.kind === "column") return own(tree.index.get(cell.key)?.title);
  return cell.kind === "lane" ? own(lanes.find((one) => one.key === cell.key)?.title) : "";
}

function put(editor: Editor, cell: Cell, text: string): void {
  if (cell.kind === "card") writeCard(editor.edit, cell.key, text);
  else if (cell.kind === "column") write(editor.edit, "columns", cell.key, "title", text);
  else if (cell.kind === "lane") write(editor.edit, "lanes", cell.key, "title", text);
}

export function TextEditor({ cell, label, className = "" }: { cell: Cell; label: string; className?: string }): ReactNode {
  const editor = useEditor();
  useView();
  const field = useRef<HTMLTextAreaElement>(null);
  const before = useRef<string | null>(null);
  const over = useRef(false);
  const [fresh, setFresh] = useState(editor.state.typed ?? "");
  before.current ??= written(editor, cell);
  const value = cell.kind === "empty" ? fresh : written(editor, cell);

  useEffect(() => {
    const { typed } = editor.state;
    editor.session.undo.stopCapturing();
    if (typed !== null && cell.kind !== "empty") put(editor, cell, typed);
    field.current?.focus({ preventScroll: true });
    const end = field.current?.value.length ?? 0;
    field.current?.setSelectionRange(typed === null ? 0 : end, end);
  }, []);

  const finish = (keep: boolean, then?: Direction): void => {
    if (over.current) return;
    over.current = true;
    if (cell.kind === "empty") {
      if (keep && fresh.trim()) editor.fill(fresh.trim());
    } else if (!keep) put(editor, cell, before.current ?? "");
    editor.set({ editing: null, typed: null });
    editor.session.undo.stopCapturing();
    if (then) editor.move(then);
  };

  const keys = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") finish(false);
    else if (event.key === "Enter" && !event.shiftKey) finish(true);
    else if (event.key === "Tab") finish(true, event.shiftKey ? "left" : "right");
    else return;
    event.preventDefault();
  };

  return (
    <textarea
      ref={field} className={`text-editor ${className}`} value={value} aria-label={label} rows={1}
      onChange={(event) => (cell.kind === "empty" ? setFresh(event.target.value) : put(editor, cell, event.target.value))}
      onKeyDown={keys} onBlur={() => finish(true)} onPointerDown={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
