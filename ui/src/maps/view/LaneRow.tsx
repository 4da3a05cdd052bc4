/** One lane: its title, which stays at the left, and the cards and empty cells that can be seen. */

import { memo, type CSSProperties, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import type { Columns, Place, RowLayout } from "../model/layout";
import { cellId } from "../model/moving";
import type { View } from "../model/store";
import { localised } from "../model/types";
import type { Peer } from "../session";
import { CurveLayer } from "./CurveLayer";
import { FaceView } from "./FaceView";
import { LaneTitle } from "./LaneTitle";
import { RiverLayer } from "./RiverLayer";
import { TextEditor } from "./TextEditor";
import { spoken } from "./words";

export interface RowProps {
  row: RowLayout;
  top: number;
  index: number;
  columns: Columns;
  first: number;
  last: number;
  view: View;
  title: number;
  active: string | null;
  selected: ReadonlySet<string>;
  editing: string | null;
  peers: readonly Peer[];
  writable: boolean;
}

const atPeer = (peers: readonly Peer[], id: string): CSSProperties & { "data-who"?: string } => {
  const peer = peers.find((one) => one.cell === id);
  return peer ? { outline: `2px solid var(${peer.colour})`, outlineOffset: 1 } : {};
};

function CardCell({ place, props }: { place: Place; props: RowProps }): ReactNode {
  const { row, view, active, selected, editing, peers, title } = props;
  const id = cellId({ kind: "card", key: place.card.key, column: place.first });
  const peer = peers.find((one) => one.cell === id);
  const shape = row.kind.shape === "cards" ? `card ${place.face?.box ?? ""} ${place.face?.box ? "boxed" : ""}` : "spot";
  return (
    <div
      role="gridcell" data-cell={id} data-column={place.first} tabIndex={id === active ? 0 : -1} className={shape} aria-colindex={place.first + 2}
      {...(place.last > place.first ? { "aria-colspan": place.last - place.first + 1 } : {})}
      aria-selected={selected.has(place.card.key)} aria-label={spoken(place, row, view.tree)}
      style={{ left: title + place.x, top: place.y, width: place.w, height: place.h, ...atPeer(peers, id) }}
    >
      {peer && <span className="who" style={{ background: `var(${peer.colour})` }}>{peer.name}</span>}
      {place.face && <FaceView face={place.face} />}
      {place.face && props.writable && !place.card.key.startsWith(":") && <><i className="grip start" data-grip="start" /><i className="grip" data-grip="end" /></>}
      {editing === id && <TextEditor cell={{ kind: "card", key: place.card.key, column: place.first }} label={t("Text of the card")} />}
    </div>
  );
}

function EmptyCell({ column, props }: { column: number; props: RowProps }): ReactNode {
  const { row, view, columns, active, editing, peers, title } = props;
  const id = cellId({ kind: "empty", lane: row.lane.key, column });
  const leaf = view.tree.leaves[column];
  const lane = localised(row.lane.title, view.scene.locale);
  return (
    <div
      role="gridcell" data-cell={id} data-column={column} tabIndex={id === active ? 0 : -1} className="spot empty" aria-colindex={column + 2}
      aria-label={t("{lane}, {step}: empty", { lane, step: localised(leaf?.title, view.scene.locale) })}
      style={{ left: title + (columns.lefts[column] ?? 0), top: 6, width: (columns.widths[column] ?? 0) - 10, height: Math.min(row.height - 12, 400), ...atPeer(peers, id) }}
    >
      {editing === id && <TextEditor cell={{ kind: "empty", lane: row.lane.key, column }} label={t("New card in {lane}", { lane })} className="fresh" />}
    </div>
  );
}

export const LaneRow = memo(function LaneRow(props: RowProps): ReactNode {
  const { row, top, index, first, last, view, columns, title } = props;
  const covered = new Set<number>();
  const shown = row.places.filter((place) => place.last >= first && place.first <= last);
  for (const place of shown) for (let at = place.first; at <= place.last; at += 1) covered.add(at);
  const empties: number[] = [];
  if (!row.folded) for (let at = first; at <= last; at += 1) if (!covered.has(at)) empties.push(at);
  const said = t("{n, plural, one {# card folded away} other {# cards folded away}}", { n: row.row.cards.length });
  const blank = !row.folded && row.row.cards.length === 0 && row.kind.shape !== "river";
  return (
    <div role="row" aria-rowindex={index + 2 + view.tree.levels} className="lane" style={{ top, height: row.height }}>
      <LaneTitle row={row} width={title} active={props.active} editing={props.editing} />
      {row.folded && <div className="folded" role="gridcell" aria-colindex={2} style={{ left: title }}>{said}</div>}
      {!row.folded && row.kind.shape === "curve" && <CurveLayer row={row} view={view} columns={columns} title={title} first={first} last={last} />}
      {!row.folded && row.kind.shape === "river" && <RiverLayer row={row} view={view} columns={columns} title={title} first={first} last={last} />}
      {blank && <div className="teach" aria-hidden="true" style={{ left: title + 6 }}>{t(row.kind.hint)}</div>}
      {shown.map((place) => <CardCell key={place.card.key} place={place} props={props} />)}
      {empties.map((column) => <EmptyCell key={column} column={column} props={props} />)}
    </div>
  );
});
