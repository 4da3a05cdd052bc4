/** Short messages with one way back: undo instead of "are you sure". */

import { useSyncExternalStore, type ReactNode } from "react";
import { Button } from "./index";

interface Toast {
  id: number;
  text: string;
  label?: string;
  onAction?: () => void;
}

const STAYS_MS = 7000;
let toasts: readonly Toast[] = [];
let count = 0;
const heard = new Set<() => void>();

const put = (next: readonly Toast[]): void => {
  toasts = next;
  heard.forEach((one) => one());
};

/** Show a message for a while; what is returned takes it away before. */
export function tell(text: string, label?: string, onAction?: () => void): () => void {
  const id = (count += 1);
  put([...toasts.slice(-2), { id, text, ...(label ? { label } : {}), ...(onAction ? { onAction } : {}) }]);
  const withdraw = (): void => {
    if (toasts.some((one) => one.id === id)) put(toasts.filter((one) => one.id !== id));
  };
  setTimeout(withdraw, STAYS_MS);
  return withdraw;
}

export function Toasts(): ReactNode {
  const shown = useSyncExternalStore((one) => {
    heard.add(one);
    return () => heard.delete(one);
  }, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((one) => (
        <div key={one.id} className="toast">
          <span>{one.text}</span>
          {one.label && <Button onPress={() => { one.onAction?.(); put(toasts.filter((other) => other.id !== one.id)); }}>{one.label}</Button>}
        </div>
      ))}
    </div>
  );
}
