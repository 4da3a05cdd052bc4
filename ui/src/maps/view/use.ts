/** Hooks that read an open map. */

import { createContext, useContext, useSyncExternalStore } from "react";
import type { Editor, EditorState } from "../editor";
import type { View } from "../model/store";
import type { Peer, SessionState } from "../session";

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("There is no map open around this part.");
  return editor;
}

export function useView(): View {
  const { store } = useEditor().session;
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Read one part of the map; what shows it is drawn anew only when that part is another. */
export function usePart<Part extends keyof View>(part: Part): View[Part] {
  const { store } = useEditor().session;
  return useSyncExternalStore(store.subscribe, () => store.get()[part]);
}

/** Say whether the map is here: from this device or from the server. */
export function useLoaded(): boolean {
  const { session } = useEditor();
  return useSyncExternalStore(session.subscribe, () => session.state().loaded);
}

export function useEditorState(): EditorState {
  const editor = useEditor();
  return useSyncExternalStore(editor.subscribe, editor.get);
}

export function useSession(): SessionState {
  const { session } = useEditor();
  return useSyncExternalStore(session.subscribe, session.state);
}

export function usePeers(): readonly Peer[] {
  const { session } = useEditor();
  return useSyncExternalStore(session.subscribe, session.peers);
}
