/** One lane as a row of the table: each card where it begins, with all it says. */

import { memo, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import { isStale, level } from "../model/evidence";
import { ticketsOf } from "../model/face";
import type { Place, RowLayout } from "../model/layout";
import { addressOf } from "../model/media";
import { cellId } from "../model/moving";
import { evidenceWords, riverAt, told, wayOf } from "../model/telling";
import type { Tree } from "../model/tree";
import { localised, type Edge } from "../model/types";
import { CommentMark } from "./CommentMark";
import { Icon, Photo } from "./FaceView";
import { Glyph } from "./Glyph";
import { TextEditor } from "./TextEditor";
import { spoken } from "./words";

interface RowProps {
  row: RowLayout;
  /** Its place among all rows, as screen readers count. */
  index: number;
  /** Columns whose cards stand; null for all. */
  fills: readonly [number, number] | null;
  /** As high as it will be when they all stand, px. */
  height: number | undefined;
  tree: Tree;
  edges: readonly Edge[];
  active: string | null;
  selected: ReadonlySet<string>;
  editing: string | null;
  /** The columns to show, first and last; all when left out. */
  span?: readonly [number, number];
}

interface CardProps {
  place: Place;
  row: RowLayout;
  tree: Tree;
  until: string;
  active: boolean;
  selected: boolean;
  editing: boolean;
}

const CardWords = memo(function CardWords({ place, row, tree, until, active, selected, editing }: CardProps): ReactNode {
  const { card, face } = place;
  const { scene } = row.row;
  const asOf = scene.fields.as_of;
  const said = told(card, scene);
  const [sure, way] = [evidenceWords(card, asOf), wayOf(card, scene, tree)];
  const picture = face?.blocks.find((one) => one.kind === "picture");
  const tone = card.tone === "pain" ? t("pain") : card.tone === "warn" ? t("friction") : card.tone === "good" ? t("good") : "";
  const label = [spoken(place, row.lane, scene, tree, ""), ...said.filter((one) => one.as === "mark").map((one) => one.text), until].filter(Boolean).join(", ");
  return (
    <div role="group" data-cell={cellId({ kind: "card", key: card.key, column: place.first })} data-column={place.first} tabIndex={active ? 0 : -1} className={`told ${card.tone ?? ""} ${selected ? "chosen" : ""}`} aria-label={label}>
      {picture?.src && <Photo src={picture.src} alt={picture.alt} height={72} />}
      {card.icon && <Icon name={card.icon} />}
      {said.map((one, at) => <p key={at} className={`said-${one.as}`} {...(one.lang ? { lang: one.lang } : {})}>{one.text === addressOf(card) ? <a href={one.text} target="_blank" rel="noopener noreferrer">{one.text}</a> : one.text}</p>)}
      {said.length === 0 && <p className="quiet">{t("empty card")}</p>}
      {ticketsOf(card, scene).length > 0 && <p className="said-mark">{ticketsOf(card, scene).map((one) => `${one.sign} ${one.key} ${one.words}`).join(" · ")}</p>}
      {way && <p className="said-more">{way}</p>}
      {until && <p className="said-mark">{until}</p>}
      {(sure || tone) && <p className="said-sure">{sure && <Glyph level={level(card.evidence, asOf)} stale={isStale(card.evidence, asOf)} label={false} />}{[tone, sure].filter(Boolean).join(" · ")}</p>}
      <CommentMark element={`cards/${card.key}`} />
      {editing && <TextEditor cell={{ kind: "card", key: card.key, column: place.first }} label={t("Text of the card")} />}
    </div>
  );
});

/** What a river says at a step; where somebody typed the share, that card can be stood on and edited. */
function RiverWords({ words, place, row, tree, active, editing }: { words: readonly string[]; place: Place | undefined; row: RowLayout; tree: Tree; active: string | null; editing: string | null }): ReactNode {
  const said = words.map((one) => <p key={one}>{one}</p>);
  if (!place) return said;
  const cell = { kind: "card", key: place.card.key, column: place.first } as const;
  const id = cellId(cell);
  return (
    <div role="group" data-cell={id} data-column={place.first} tabIndex={id === active ? 0 : -1} className="told" aria-label={spoken(place, row.lane, row.row.scene, tree, "")}>
      {said}
      {editing === id && <TextEditor cell={cell} label={t("Text of the card")} />}
    </div>
  );
}

/** Return how many columns a cell may take: as many as its cards do, where no other card begins in them. */
function widthOf(row: RowLayout, at: number, leaves: number): number {
  const last = Math.max(at, ...(row.cells.get(at) ?? []).map((place) => place.last));
  for (let next = at + 1; next <= last; next += 1) if (row.cells.has(next)) return next - at;
  return Math.min(last, leaves - 1) - at + 1;
}

export const TableRow = memo(function TableRow({ row, index, fills, height, tree, edges, active, selected, editing, span }: RowProps): ReactNode {
  const { scene } = row.row;
  const { locale } = scene;
  const lane = localised(row.lane.title, locale);
  const id = cellId({ kind: "lane", key: row.lane.key });
  const persona = localised(scene.personas.get(row.lane.persona ?? "")?.name, locale);
  const river = row.kind.shape === "river" ? riverAt(row.row, edges, tree) : null;
  const until = (place: Place, end: number): string => (place.last > end ? t("until “{step}”", { step: localised(tree.leaves[place.last]?.title, locale) }) : "");
  const cells: ReactNode[] = [];
  const [from, ends] = span ? [span[0], span[1] + 1] : [0, tree.leaves.length];
  for (let at = from; at < ends && !row.folded; ) {
    const [begin, places] = [at, row.cells.get(at) ?? []];
    const wide = river ? 1 : widthOf(row, at, ends);
    const empty = cellId({ kind: "empty", lane: row.lane.key, column: begin });
    const covered = places.length === 0 && row.places.some((place) => place.first < begin && place.last >= begin);
    const own = places.length === 0 && !covered ? { "data-cell": empty, "data-column": begin, tabIndex: empty === active ? 0 : -1 } : {};
    const stands = !fills || (begin <= fills[1] && begin + wide > fills[0]) || places.some((place) => `card:${place.card.key}` === active);
    cells.push(!stands ? (
      <td key={at} aria-colindex={begin + 2} {...(wide > 1 ? { colSpan: wide } : {})} {...own} {...(places.length ? { "aria-label": t("{n, plural, one {# card} other {# cards}}", { n: places.length }) } : {})} />
    ) : (
      <td key={at} aria-colindex={begin + 2} {...(wide > 1 ? { colSpan: wide } : {})} {...own}>
        <div className="cell">
          {river && <RiverWords words={river[begin] ?? []} place={places[0]} row={row} tree={tree} active={active} editing={editing} />}
          {!river && places.map((place) => {
            const key = `card:${place.card.key}`;
            return <CardWords key={key} place={place} row={row} tree={tree} until={until(place, begin + wide - 1)} active={key === active} selected={selected.has(place.card.key)} editing={key === editing} />;
          })}
          {covered && <span className="quiet">{t("goes on")}</span>}
          {editing === empty && <TextEditor cell={{ kind: "empty", lane: row.lane.key, column: begin }} label={t("New card in {lane}", { lane })} className="fresh" />}
        </div>
      </td>
    ));
    at += wide;
  }
  return (
    <tr aria-rowindex={index} {...(height ? { style: { height } } : {})}>
      <th scope="row" aria-colindex={1} data-cell={id} tabIndex={id === active ? 0 : -1}>
        <div className="cell">
          <span>{lane || t("Untitled lane")}</span>
          {persona && <span className="lane-persona">{persona}</span>}
          {row.lane.note && <span className="more-words">{localised(row.lane.note, locale)}</span>}
          <CommentMark element={`lanes/${row.lane.key}`} />
          {editing === id && <TextEditor cell={{ kind: "lane", key: row.lane.key }} label={t("Title of the lane")} />}
        </div>
      </th>
      {row.folded ? <td colSpan={Math.max(1, ends - from)}><div className="cell quiet">{t("{n, plural, one {# card folded away} other {# cards folded away}}", { n: row.row.cards.length })}</div></td> : cells}
    </tr>
  );
});
