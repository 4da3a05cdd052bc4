/** Stakeholders in three rings, the innermost matters most, with what they give each other. */

import { useState, type ReactNode } from "react";
import { Button, Choice, Dialog, Field } from "../kit";
import type { Board, Item, Place } from "../lib/api/contract";
import { t } from "../lib/i18n";
import { titleOf } from "../library/drafts";
import { focusOn } from "./focusing";
import { newId, replaced, type Change } from "./useBoard";
import { Plane, type Standing } from "./Plane";

export const ringNames = (): string[] => [t("essential"), t("important"), t("interesting")];
const RADII = [0.17, 0.33, 0.49]; // of the square

const ringOf = (x: number, y: number): number => {
  const far = Math.hypot(x - 0.5, y - 0.5);
  return far <= RADII[0]! ? 0 : far <= RADII[1]! ? 1 : 2;
};

/** Return a spot in a ring where little stands yet. */
function spot(ring: number, places: readonly Place[]): { x: number; y: number; level: number } {
  const radius = ((RADII[ring - 1] ?? 0) + RADII[ring]!) / 2;
  const spots = Array.from({ length: 16 }, (_, at) => ({ x: 0.5 + radius * Math.cos((at / 16) * 2 * Math.PI - 0.6), y: 0.5 + radius * Math.sin((at / 16) * 2 * Math.PI - 0.6) }));
  const room = (one: { x: number; y: number }): number => Math.min(1, ...places.map((place) => Math.hypot((place.x ?? 0.5) - one.x, (place.y ?? 0.5) - one.y)));
  const best = spots.reduce((a, b) => (room(b) > room(a) + 1e-9 ? b : a));
  return { ...best, level: ring };
}

interface RingsProps {
  board: Board;
  items: readonly Item[];
  writable: boolean;
  change: (change: Change) => void;
}

const titled = (one: Item | undefined): string | undefined => (one ? titleOf(one) : undefined);

export function Rings({ board, items, writable, change }: RingsProps): ReactNode {
  const [open, setOpen] = useState("");
  const named = (place: Place): string => titled(items.find((one) => place.ref === `item:${one.id}`)) ?? (place.text || t("something that is gone"));
  const things: Standing[] = board.places.map((one) => ({ id: one.id, label: named(one), detail: ringNames()[one.level ?? 0] ?? "", x: one.x ?? 0.5, y: one.y ?? 0.5, tone: (one.level ?? 0) === 0 ? "opportunity" : "solution" }));
  const move = (id: string, x: number, y: number): void => change((now) => ({ places: replaced(now.places, id, { x, y, level: ringOf(x, y) }) }));
  const chosen = board.places.find((one) => one.id === open);
  const at = (id: string): Standing | undefined => things.find((one) => one.id === id);
  return (
    <div className="board-with-list">
      <Plane at={`board:${board.id}`} label={board.title} things={things} step={0.03} writable={writable} onMove={move} onOpen={setOpen}>
        <svg viewBox="0 0 100 100" className="rings" aria-hidden="true">
          {RADII.toReversed().map((radius) => <circle key={radius} cx="50" cy="50" r={radius * 100} />)}
          {ringNames().map((name, ring) => <text key={name} x="50" y={50 - RADII[ring]! * 100 + 4}>{name}</text>)}
          {board.arrows.map((arrow) => <ArrowLine key={`${arrow.start}/${arrow.end}`} from={at(arrow.start)} to={at(arrow.end)} text={arrow.text ?? ""} />)}
        </svg>
      </Plane>
      <div className="stack">
        {writable && <AddTo board={board} items={items} change={change} />}
        {ringNames().map((name, ring) => (
          <section key={name} className="stack tight">
            <h2>{name}</h2>
            <ul className="list">
              {board.places.filter((one) => (one.level ?? 0) === ring).map((one) => (
                <li key={one.id}><button type="button" className="opening" onClick={() => setOpen(one.id)}>{named(one)}</button>{board.arrows.filter((arrow) => arrow.start === one.id).map((arrow) => <p key={arrow.end} className="small quiet">{t("gives {what} to {whom}", { what: arrow.text || "…", whom: at(arrow.end)?.label ?? "" })}</p>)}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {chosen && <OnePlace one={chosen} name={named(chosen)} board={board} names={things} writable={writable} change={change} onClose={() => setOpen("")} />}
    </div>
  );
}

function ArrowLine({ from, to, text }: { from: Standing | undefined; to: Standing | undefined; text: string }): ReactNode {
  if (!from || !to) return null;
  const [x1, y1, x2, y2] = [from.x * 100, from.y * 100, to.x * 100, to.y * 100];
  const far = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / far, (y2 - y1) / far];
  const [tx, ty] = [x2 - ux * 2.2, y2 - uy * 2.2];
  return (
    <g className="arrow">
      <line x1={x1 + ux * 2.2} y1={y1 + uy * 2.2} x2={tx} y2={ty} />
      <path d={`M${tx} ${ty}l${-ux * 2 - uy} ${-uy * 2 + ux}l${uy * 2} ${-ux * 2}z`} />
      {text && <text x={(x1 + x2) / 2} y={(y1 + y2) / 2 - 1}>{text}</text>}
    </g>
  );
}

function AddTo({ board, items, change }: { board: Board; items: readonly Item[]; change: (change: Change) => void }): ReactNode {
  const [text, setText] = useState("");
  const taken = new Set(board.places.map((one) => one.ref));
  const free = items.filter((one) => (one.kind === "stakeholder" || one.kind === "persona") && !taken.has(`item:${one.id}`));
  const put = (given: Partial<Place>): void => change((now) => ({ places: [...now.places, { id: newId(), ...spot(1, now.places), ...given }] }));
  return (
    <form className="stack tight" onSubmit={(event) => { event.preventDefault(); if (text.trim()) put({ text: text.trim() }); setText(""); }}>
      {free.length > 0 && <Choice label={t("Put on the board")} value="" onChange={(id) => id && put({ ref: `item:${id}` })} options={[["", t("Choose …")], ...free.map((one) => [one.id, titleOf(one)] as const)]} />}
      <div className="row" style={{ alignItems: "flex-end" }}><div className="grow"><Field label={free.length > 0 ? t("Or just write who") : t("Who")} value={text} onChange={setText} /></div><Button type="submit" isDisabled={!text.trim()}>{t("Add")}</Button></div>
    </form>
  );
}

function OnePlace({ one, name, board, names, writable, change, onClose }: { one: Place; name: string; board: Board; names: readonly Standing[]; writable: boolean; change: (change: Change) => void; onClose: () => void }): ReactNode {
  const [to, setTo] = useState("");
  const [what, setWhat] = useState("");
  const given = board.arrows.filter((arrow) => arrow.start === one.id);
  const give = (): void => {
    change((now) => ({ arrows: [...now.arrows.filter((arrow) => arrow.start !== one.id || arrow.end !== to), { start: one.id, end: to, text: what.trim() }] }));
    setTo("");
    setWhat("");
  };
  const off = (): void => {
    change((now) => ({ places: now.places.filter((place) => place.id !== one.id), arrows: now.arrows.filter((arrow) => arrow.start !== one.id && arrow.end !== one.id) }));
    onClose();
    focusOn(".board-with-list .standing", ".board-with-list input");
  };
  return (
    <Dialog title={name} onClose={onClose}>
      <Choice label={t("Ring")} value={String(one.level ?? 0)} disabled={!writable} onChange={(ring) => change((now) => ({ places: replaced(now.places, one.id, spot(Number(ring), now.places)) }))} options={ringNames().map((ring, at) => [String(at), ring])} />
      {given.map((arrow) => <div key={arrow.end} className="row"><span className="grow">{t("gives {what} to {whom}", { what: arrow.text || "…", whom: names.find((thing) => thing.id === arrow.end)?.label ?? "" })}</span>{writable && <Button kind="bare" onPress={() => change((now) => ({ arrows: now.arrows.filter((line) => line.start !== arrow.start || line.end !== arrow.end) }))}>{t("Delete")}</Button>}</div>)}
      {writable && (
        <>
          <div className="pairs"><Field label={t("Gives")} value={what} onChange={setWhat} placeholder={t("money, advice, trust …")} /><Choice label={t("to")} value={to} onChange={setTo} options={[["", t("Choose …")], ...names.filter((thing) => thing.id !== one.id).map((thing) => [thing.id, thing.label] as const)]} /></div>
          <div className="row"><Button isDisabled={!to} onPress={give}>{t("Draw the arrow")}</Button><span className="grow" /><Button kind="danger" onPress={off}>{t("Take off the board")}</Button></div>
        </>
      )}
    </Dialog>
  );
}
