/** What one typed about an item and did not save: it is there when one comes back, and leaving says so. */

import { useEffect, useRef, useState } from "react";
import { tell } from "../kit/toasts";
import { t } from "../lib/i18n";
import { go } from "../lib/router";
import type { Draft } from "./drafts";

const unsaved = new Map<string, Draft>();

interface InHand {
  draft: Draft;
  setDraft: (draft: Draft) => void;
  /** It differs from what is saved. */
  dirty: boolean;
  /** It is saved or deleted: nothing of it is to be kept. */
  settle: () => void;
}

/** Return the draft that is kept under `key`, as it was `saved` at first. */
export function useDraft(key: string, saved: Draft): InHand {
  const [draft, setDraft] = useState(unsaved.get(key) ?? saved);
  const dirty = JSON.stringify(draft) !== JSON.stringify(saved);
  const left = useRef({ draft, dirty });
  left.current = { draft, dirty };
  useEffect(() => {
    const { pathname, search } = location;
    return () => {
      unsaved.delete(key);
      if (!left.current.dirty) return;
      unsaved.set(key, left.current.draft);
      tell(t("Not saved yet: “{title}”. What you typed is there when you come back.", { title: left.current.draft.title || "…" }), t("Go back"), () => go(pathname + search));
    };
  }, [key]);
  useEffect(() => {
    if (!dirty) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [dirty]);
  return { draft, setDraft, dirty, settle: () => { left.current.dirty = false; } };
}
