/** Typing in place: every letter goes into the document as it is typed, Escape brings back what was there. */

import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { tell } from "../../kit/toasts";
import { t } from "../../lib/i18n";
import { laneKind } from "../lanes";
import type { Cell, Direction } from "../model/moving";
import { writeCard } from "../model/cards";
import { write } from "../model/edit";
import { said } from "../model/translating";
import { takesNumber } from "../model/typing";
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

/** Whether what is typed over a cell is a number rather than its text: only what it ends as goes into the document. */
function counts(editor: Editor, cell: Cell): boolean {
  const key = cell.kind === "card" && editor.state.typed !== null ? editor.view.cards.get(cell.key)?.lane : undefined;
  const lane = editor.view.lanes.find((one) => one.key === key);
  return lane !== undefined && takesNumber(laneKind(lane.type));
}

/** Keep what was typed: a new card, a number over a card's value, or words over its text. */
function settle(editor: Editor, cell: Cell, typed: string): void {
  if (cell.kind === "card") editor.retype(cell.key, typed);
  else if (!editor.fill(typed)) tell(t("“{text}” is no number: a curve takes numbers, as in 0.5", { text: typed }));
}

export function TextEditor({ cell, label, className = "" }: { cell: Cell; label: string; className?: string }): ReactNode {
  const editor = useEditor();
  useView();
  const field = useRef<HTMLTextAreaElement>(null);
  const before = useRef<string | null>(null);
  const over = useRef(false);
  const [fresh, setFresh] = useState(editor.state.typed ?? "");
  before.current ??= written(editor, cell);
  const [drafted] = useState(() => cell.kind === "empty" || counts(editor, cell));
  const value = drafted ? fresh : written(editor, cell);

  useEffect(() => {
    const { typed } = editor.state;
    editor.session.undo.stopCapturing();
    if (typed !== null && !drafted) put(editor, cell, typed);
    field.current?.focus({ preventScroll: true });
    const end = field.current?.value.length ?? 0;
    field.current?.setSelectionRange(typed === null ? 0 : end, end);
  }, []);

  const finish = (keep: boolean, then?: Direction): void => {
    if (over.current) return;
    over.current = true;
    if (drafted) {
      if (keep && fresh.trim()) settle(editor, cell, fresh.trim());
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
      onChange={(event) => (drafted ? setFresh(event.target.value) : put(editor, cell, event.target.value))}
      onKeyDown={keys} onBlur={() => finish(true)} onPointerDown={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
