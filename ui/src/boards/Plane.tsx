/** A square on which things stand: moved by dragging, or by arrows once they have the focus. */

import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { colourOf, stand, useOthers } from "../lib/hall";
import { t } from "../lib/i18n";
import { sidesOf, widest } from "./labels";

export interface Standing {
  id: string;
  label: string;
  detail: string;
  x: number;
  y: number;
  size?: number;
  tone?: string;
}

const STEPS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** What is dragged onto a plane from a list beside it says which it is under this name. */
export const DRAGGED = "text/x-footpath-thing";
const FAR = 4; // px: less is a click

const within = (value: number): number => Math.max(0, Math.min(1, value));

interface PlaneProps {
  /** Where this is, as the others hear it. */
  at: string;
  label: string;
  things: readonly Standing[];
  step: number;
  writable: boolean;
  onMove: (id: string, x: number, y: number) => void;
  onOpen: (id: string) => void;
  children: ReactNode;
}

export function Plane({ at: here, label, things, step, writable, onMove, onOpen, children }: PlaneProps): ReactNode {
  const plane = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<{ id: string; x: number; y: number; from: [number, number]; moved: boolean } | null>(null);
  const [walked, setWalked] = useState(""); // what was moved by keys last
  const there = things.find((one) => one.id === walked);
  const [size, setSize] = useState(0);
  useLayoutEffect(() => {
    const one = plane.current;
    if (!one) return undefined;
    const seen = new ResizeObserver(() => setSize(one.clientWidth));
    setSize(one.clientWidth);
    seen.observe(one);
    return () => seen.disconnect();
  }, []);
  const others = useOthers().filter((one) => one.at === here && one.holds);
  const [holds, heldX, heldY] = held?.moved ? [held.id, held.x, held.y] : ["", 0, 0];
  useEffect(() => { stand({ holds, x: heldX, y: heldY }); }, [holds, heldX, heldY]);
  const keys = (event: KeyboardEvent, one: Standing): void => {
    const way = STEPS[event.key];
    if (!way || !writable) return;
    onMove(one.id, within(one.x + way[0] * step), within(one.y + way[1] * step));
    setWalked(one.id);
    event.preventDefault();
  };
  const take = (event: PointerEvent, one: Standing): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setHeld({ id: one.id, x: one.x, y: one.y, from: [event.clientX, event.clientY], moved: false });
  };
  const drag = (event: PointerEvent): void => {
    const box = plane.current?.getBoundingClientRect();
    if (!held || !box || !writable) return;
    const moved = held.moved || Math.hypot(event.clientX - held.from[0], event.clientY - held.from[1]) > FAR;
    setHeld({ ...held, moved, ...(moved ? { x: within((event.clientX - box.x) / box.width), y: within((event.clientY - box.y) / box.height) } : {}) });
  };
  const drop = (): void => {
    if (held?.moved) onMove(held.id, held.x, held.y);
    else if (held) onOpen(held.id);
    setHeld(null);
    setWalked("");
  };
  const put = (id: string, { clientX, clientY }: { clientX: number; clientY: number }): void => {
    const box = plane.current?.getBoundingClientRect();
    if (id && box && writable) onMove(id, within((clientX - box.x) / box.width), within((clientY - box.y) / box.height));
  };
  const places = things.map((one) => ({ one, other: others.find((each) => each.holds === one.id) })).map(({ one, other }) => ({ one, other, at: held?.id === one.id ? held : (other ?? one) }));
  const sides = sidesOf(places.map(({ one, at }) => ({ id: one.id, label: one.label, x: at.x, y: at.y })), size);
  return (
    <div className="plane" style={{ "--label": `${widest(size)}px` } as CSSProperties} ref={plane} role="group" aria-label={label} onDragOver={(event) => writable && event.preventDefault()} onDrop={(event) => { event.preventDefault(); put(event.dataTransfer.getData(DRAGGED), event); }}>
      {children}
      {places.map(({ one, other, at }) => (
        <button
          key={one.id} type="button" data-thing={one.id} className={`standing ${one.tone ?? ""} label-${sides.get(one.id) ?? "right"}`} style={{ left: `${at.x * 100}%`, top: `${at.y * 100}%` }} title={`${one.label}\n${one.detail}`}
          aria-label={[one.label, one.detail, other?.name].filter(Boolean).join(", ")} aria-description={writable ? t("Arrows move it, Enter opens it.") : undefined}
          onKeyDown={(event) => keys(event, one)} onPointerDown={(event) => take(event, one)} onPointerMove={drag} onPointerUp={drop} onPointerCancel={() => setHeld(null)}
          onClick={(event) => { if (event.detail === 0) onOpen(one.id); }} // by Enter, Space or a screen reader; a hand has dropped it already
        >
          <span className="dot" style={{ width: one.size ?? 14, height: one.size ?? 14 }} />
          <span className="standing-label">{one.label}</span>
          {other && <span className="who" style={{ background: `var(${colourOf(other)})` }}>{other.name}</span>}
        </button>
      ))}
      <span className="unseen" role="status">{there && `${there.label}, ${there.detail}`}</span>
    </div>
  );
}
