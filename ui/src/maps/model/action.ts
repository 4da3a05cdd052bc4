/** One thing a person can do on a map: the same entry serves the key, the menu and the palette. */

import type { Editor } from "../editor";
import type { Cell } from "./moving";

export interface Action {
  name: string;
  label: (editor: Editor) => string;
  /** "Mod" is Ctrl, or ⌘ on a Mac. */
  keys?: readonly string[];
  group: "edit" | "add" | "arrange" | "view";
  /** Whether it can be done now, and is worth a line in the menu. */
  enabled: (editor: Editor) => boolean;
  /** Do it; what it returns is said to screen readers. */
  perform: (editor: Editor) => void | string | Promise<void>;
  danger?: boolean;
  /** Also for people who may only read. */
  reading?: boolean;
  /** On what it stands in the menu of the right mouse button; all but those of group "view" do everywhere. */
  on?: readonly Cell["kind"][];
}

const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Return a key press the way actions name it, as in "Mod+Shift+ArrowLeft". */
export function pressed(event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const shift = event.shiftKey && (event.key.length > 1 || /[A-Za-z]/.test(event.key));
  return [(MAC ? event.metaKey : event.ctrlKey) && "Mod", event.altKey && "Alt", shift && "Shift", key].filter(Boolean).join("+");
}

export const shownKeys = (keys: string): string => keys.replace("Mod", MAC ? "⌘" : "Ctrl").replace("Arrow", "").replace("Left", "←").replace("Right", "→").replace("Up", "↑").replace("Down", "↓");
