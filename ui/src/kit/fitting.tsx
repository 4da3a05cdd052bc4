/** Tools in one row: those that fit stand in it, the others in a menu at its end. */

import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { MenuButton, type MenuEntry } from ".";
import { t } from "../lib/i18n";

export interface Tool {
  id: string;
  label: string;
  /** How it stands in the row, and how wide that is: a class of the same letters and padding. */
  shown: ReactNode;
  like: string;
  onAction?: () => void;
  href?: string;
  /** Said before the label in the menu, where the tool is on. */
  on?: boolean;
}

/** Return how many of the tools fit beside what stands in the row anyhow, in order. */
function fitting(row: HTMLElement, widths: readonly number[], more: number): number {
  const gap = Number.parseFloat(getComputedStyle(row).columnGap) || 0;
  const kept = [...row.children].filter((one): one is HTMLElement => one instanceof HTMLElement && one.dataset.keep !== undefined && one.offsetWidth > 0);
  let room = row.clientWidth - kept.reduce((sum, one) => sum + one.offsetWidth + gap, 0);
  if (widths.reduce((sum, one) => sum + one + gap, 0) <= room + gap) return widths.length;
  room -= more;
  let count = 0;
  for (const width of widths) {
    room -= width + gap;
    if (room < 0) break;
    count += 1;
  }
  return count;
}

function useFitting(row: RefObject<HTMLElement | null>, tools: readonly Tool[]): [number, RefObject<HTMLDivElement | null>] {
  const ghost = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(tools.length);
  useLayoutEffect(() => {
    const [box, copy] = [row.current, ghost.current];
    if (!box || !copy) return undefined;
    const measure = (): void => {
      const widths = [...copy.children].map((one) => Math.ceil(one.getBoundingClientRect().width));
      setCount(fitting(box, widths.slice(0, -1), widths.at(-1) ?? 0));
    };
    measure();
    const size = new ResizeObserver(measure);
    size.observe(box);
    size.observe(copy); // its letters may come later than the row
    return () => size.disconnect();
  });
  return [count, ghost];
}

/** The row: `kept` always stands in it, each part marked with data-keep. */
export function ToolRow({ kept, tools, className }: { kept: ReactNode; tools: readonly Tool[]; className: string }): ReactNode {
  const row = useRef<HTMLDivElement>(null);
  const [count, ghost] = useFitting(row, tools);
  const rest = tools.slice(count);
  const entries = rest.map((one): MenuEntry => ({ id: one.id, label: one.on ? `✓ ${one.label}` : one.label, ...(one.href ? { href: one.href } : {}), ...(one.onAction ? { onAction: one.onAction } : {}) }));
  return (
    <div ref={row} className={`tool-row ${className}`}>
      {kept}
      {tools.slice(0, count).map((one) => <span key={one.id} className="tool" data-tool={one.id}>{one.shown}</span>)}
      {rest.length > 0 && <MenuButton label={t("More")} entries={entries} kind="bare" />}
      <div ref={ghost} className="tool-ghost" aria-hidden="true">
        {tools.map((one) => <span key={one.id} className={one.like}>{one.label}</span>)}
        <span className="button bare">{t("More")}</span>
      </div>
    </div>
  );
}
