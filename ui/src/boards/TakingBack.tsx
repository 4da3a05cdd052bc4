/** Undo and Redo of what one did on a board, as buttons and by their keys wherever one stands on the page. */

import { useEffect, useSyncExternalStore, type ReactNode } from "react";
import { t } from "../lib/i18n";
import type { Steps } from "./steps";

const BACK = "M6.5 3 3 6.5 6.5 10M3.5 6.5h6a3.5 3.5 0 0 1 0 7H6";
const FORTH = "M9.5 3 13 6.5 9.5 10M12.5 6.5h-6a3.5 3.5 0 0 0 0 7H10";

/** Return the way that keys mean; a field has an undo of its own. */
function meant(event: KeyboardEvent): "b" | "f" | "" {
  const field = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [role=dialog]");
  if (field || event.altKey || !(event.ctrlKey || event.metaKey)) return "";
  const key = event.key.toLowerCase();
  return key === "y" ? "f" : key === "z" ? (event.shiftKey ? "f" : "b") : "";
}

export function TakingBack({ steps }: { steps: Steps }): ReactNode {
  const ways = useSyncExternalStore(steps.subscribe, steps.ways);
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      const way = meant(event);
      if (!way) return;
      event.preventDefault();
      if (way === "b") steps.back();
      else steps.forth();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [steps]);
  return (
    <span className="row">
      <Way label={t("Undo")} keys="Ctrl+Z" path={BACK} can={ways.includes("b")} go={steps.back} />
      <Way label={t("Redo")} keys="Ctrl+Shift+Z" path={FORTH} can={ways.includes("f")} go={steps.forth} />
    </span>
  );
}

/** A dim button keeps the focus, so that pressing it until nothing is left does not throw one out of the row. */
function Way({ label, keys, path, can, go }: { label: string; keys: string; path: string; can: boolean; go: () => void }): ReactNode {
  return (
    <button type="button" className="button bare icon-button" aria-label={label} title={`${label} (${keys})`} aria-disabled={!can} onClick={go}>
      <svg className="icon" viewBox="0 0 16 16" aria-hidden><path d={path} /></svg>
    </button>
  );
}
