/** One lane: its title, which stays at the left, and the cards and empty cells that can be seen. */

import { memo, type CSSProperties, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import { isStale } from "../model/evidence";
import type { Columns, Place, RowLayout } from "../model/layout";
import { cellId, type Cell } from "../model/moving";
import type { Tree } from "../model/tree";
import type { Face, Scene } from "../model/face";
import { COLOURS } from "../model/icons";
import { said } from "../model/translating";
import { localised, type Edge, type Lane } from "../model/types";
import type { Peer } from "../session";
import { CommentMark } from "./CommentMark";
import { CurveLayer } from "./CurveLayer";
import { FaceView } from "./FaceView";
import { LaneTitle } from "./LaneTitle";
import { RiverLayer, riverWords } from "./RiverLayer";
import { TextEditor } from "./TextEditor";
import { spoken } from "./words";

export interface RowProps {
  row: RowLayout;
  top: number;
  index: number;
  columns: Columns;
  first: number;
  last: number;
  tree: Tree;
  edges: readonly Edge[];
  title: number;
  active: string | null;
  selected: ReadonlySet<string>;
  editing: string | null;
  peers: readonly Peer[];
  writable: boolean;
}

interface CardProps {
  place: Place;
  lane: Lane;
  scene: Scene;
  cards: boolean;
  which: string;
  tree: Tree;
  title: number;
  active: boolean;
  selected: boolean;
  editing: boolean;
  peer: Peer | undefined;
  writable: boolean;
}

const outline = (peer: Peer | undefined): CSSProperties => (peer ? { outline: `2px solid var(${peer.colour})`, outlineOffset: 1 } : {});

const tint = (face: Face | null): CSSProperties => {
  const token = COLOURS[face?.colour ?? ""]?.token;
  return token ? { boxShadow: `inset 0 3px 0 var(${token})` } : {};
};

const CardCell = memo(function CardCell({ place, lane, scene, cards, which, tree, title, active, selected, editing, peer, writable }: CardProps): ReactNode {
  const cell: Cell = { kind: "card", key: place.card.key, column: place.first };
  const untold = Boolean(scene.translating) && !place.card.lang && Boolean(place.card.text) && !said(place.card.text, scene.locale, scene.fields.locale || "en");
  const shape = cards ? `card ${place.face?.box ?? ""} ${place.face?.box ? "boxed" : ""} ${writable && !place.card.key.startsWith(":") ? "stretches" : ""} ${untold ? "untold" : ""}` : "spot";
  return (
    <div
      role="gridcell" data-cell={cellId(cell)} data-column={place.first} tabIndex={active ? 0 : -1} className={shape} aria-colindex={place.first + 2}
      {...(place.last > place.first ? { "aria-colspan": place.last - place.first + 1 } : {})}
      aria-selected={selected} aria-label={[spoken(place, lane, scene, tree, which), untold ? t("not translated") : "", peer?.name].filter(Boolean).join(", ")}
      style={{ left: title + place.x, top: place.y, width: place.w, height: place.h, ...tint(place.face), ...outline(peer) }}
    >
      {peer && <span className="who" style={{ background: `var(${peer.colour})` }}>{peer.name}</span>}
      {place.face && <FaceView face={place.face} stale={isStale(place.card.evidence, scene.fields.as_of)} />}
      <CommentMark element={`cards/${place.card.key}`} />
      {active && writable && place.face && <span className="knob" aria-hidden="true" title={t("Drag to another card for an arrow")} />}
      {editing && <TextEditor cell={cell} label={t("Text of the card")} />}
    </div>
  );
});

interface EmptyProps {
  row: RowLayout;
  column: number;
  step: string;
  words: string;
  left: number;
  width: number;
  active: boolean;
  editing: boolean;
  peer: Peer | undefined;
}

const EmptyCell = memo(function EmptyCell({ row, column, step, words, left, width, active, editing, peer }: EmptyProps): ReactNode {
  const cell: Cell = { kind: "empty", lane: row.lane.key, column };
  const lane = localised(row.lane.title, row.row.scene.locale);
  return (
    <div
      role="gridcell" data-cell={cellId(cell)} data-column={column} tabIndex={active ? 0 : -1} className="spot empty" aria-colindex={column + 2} aria-label={words ? [words, lane, step].join(", ") : t("{lane}, {step}: empty", { lane, step })}
      style={{ left, top: 6, width, height: Math.min(row.height - 12, 400), ...outline(peer) }}
    >
      {editing && <TextEditor cell={cell} label={t("New card in {lane}", { lane })} className="fresh" />}
    </div>
  );
});

export const LaneRow = memo(function LaneRow(props: RowProps): ReactNode {
  const { row, top, index, first, last, tree, edges, columns, title, active, editing, selected, peers, writable } = props;
  const { scene } = row.row;
  const covered = new Set<number>();
  const shown = row.places.filter((place) => place.last >= first && place.first <= last);
  for (const place of shown) for (let at = place.first; at <= place.last; at += 1) covered.add(at);
  const empties: number[] = [];
  if (!row.folded) for (let at = first; at <= last; at += 1) if (!covered.has(at)) empties.push(at);
  const blank = !row.folded && row.row.cards.length === 0 && row.kind.shape !== "river" && !row.kind.band;
  const who = (id: string): Peer | undefined => peers.find((one) => one.cell === id);
  const which = (place: Place): string => {
    const cell = row.cells.get(place.first) ?? [];
    return cell.length > 1 ? t("{n} of {total}", { n: cell.indexOf(place) + 1, total: cell.length }) : "";
  };
  const layer = { row, tree, edges, columns, title, first, last };
  return (
    <div role="row" aria-rowindex={index + 2 + tree.levels} className="lane" style={{ top, height: row.height }}>
      <LaneTitle row={row} tree={tree} width={title} active={active} editing={editing} />
      {row.folded && <div className="folded" role="gridcell" aria-colindex={2} style={{ left: title }}>{t("{n, plural, one {# card folded away} other {# cards folded away}}", { n: row.row.cards.length })}</div>}
      {!row.folded && row.kind.shape === "curve" && <CurveLayer {...layer} />}
      {!row.folded && row.kind.shape === "river" && <RiverLayer {...layer} />}
      {!row.folded && row.kind.band && <i className="band" aria-hidden="true" style={{ left: title, width: Math.max(0, columns.right - 10), background: `var(${COLOURS[String(row.lane.props?.colour ?? "")]?.token ?? "--line"})` }} />}
      {blank && !active?.startsWith(`empty:${row.lane.key}:`) && <div className="teach" aria-hidden="true" style={{ left: title + 6 }}>{t(row.kind.hint)}</div>}
      {shown.map((place) => {
        const id = `card:${place.card.key}`;
        return <CardCell key={place.card.key} place={place} lane={row.lane} scene={scene} cards={row.kind.shape === "cards"} which={which(place)} tree={tree} title={title} active={id === active} selected={selected.has(place.card.key)} editing={id === editing} peer={who(id)} writable={writable} />;
      })}
      {empties.map((column) => {
        const id = `empty:${row.lane.key}:${column}`;
        const step = localised(tree.leaves[column]?.title, scene.locale);
        return <EmptyCell key={column} row={row} column={column} step={step} words={riverWords(row, tree, column)} left={title + (columns.lefts[column] ?? 0)} width={(columns.widths[column] ?? 0) - 10} active={id === active} editing={id === editing} peer={who(id)} />;
      })}
    </div>
  );
});
