/** Boards that are trees, as nested lists: an impact map, and the framework of all journeys with its roll-up. */

import { useState, type ReactNode } from "react";
import { Button, Choice, Field, MenuButton, type MenuEntry } from "../kit";
import type { Board, Item, Place, Summary } from "../lib/api/contract";
import { day, percent } from "../lib/format";
import { language, t } from "../lib/i18n";
import { go, Link } from "../lib/router";
import { localised } from "../maps/model/types";
import { titleOf } from "../library/drafts";
import { showItem } from "../library/LibraryPage";
import { afterwards, focusOn, nodeMenu } from "./focusing";
import { newId, replaced, type Change } from "./useBoard";
import { added, childrenOf, moved, rollUp, without, type Sum } from "./tree";

interface TreeProps {
  board: Board;
  items: readonly Item[];
  maps: readonly Summary[];
  writable: boolean;
  change: (change: Change) => void;
}

const LEVELS: Record<string, () => string[]> = {
  impact_map: () => [t("Goal"), t("Who can help or hinder"), t("What they would do differently"), t("What we make for it")],
  framework: () => [t("Lifecycle"), t("Journey"), t("Part of a journey"), t("Detail")],
};
const TAKES: Record<string, string[][]> = { impact_map: [[], ["persona", "stakeholder"], ["opportunity"], ["solution"]], framework: [] };

export function Tree(props: TreeProps): ReactNode {
  const { board, writable } = props;
  const [adding, setAdding] = useState<string | null>(board.places.length === 0 && writable ? "" : null);
  const levels = LEVELS[board.kind]?.() ?? [];
  return (
    <div className="stack">
      <ul className="tree">{childrenOf(board.places, "").map((one) => <Node key={one.id} one={one} level={0} levels={levels} adding={adding} onAdd={setAdding} {...props} />)}</ul>
      {adding === "" ? <AddNode parent="" level={0} word={levels[0] ?? ""} onDone={() => setAdding(null)} {...props} /> : writable && <div className="row tree-add"><Button onPress={() => setAdding("")}>{t("Add: {what}", { what: levels[0] ?? "" })}</Button></div>}
    </div>
  );
}

function Node({ one, level, levels, adding, onAdd, ...props }: TreeProps & { one: Place; level: number; levels: string[]; adding: string | null; onAdd: (id: string | null) => void }): ReactNode {
  const { board, items, maps, writable, change } = props;
  const [naming, setNaming] = useState(false);
  const item = items.find((thing) => one.ref === `item:${thing.id}`);
  const map = maps.find((thing) => one.ref === `map:${thing.id}`);
  const name = (item && titleOf(item)) ?? (map ? localised(map.title, language()) || t("Untitled map") : one.text || t("something that is gone"));
  const below = childrenOf(board.places, one.id);
  const entries: MenuEntry[] = [
    ...(item ? [{ id: "open", label: t("Open in the library"), onAction: () => showItem(item) }] : map ? [{ id: "open", label: t("Open the map"), onAction: () => go(`/maps/${map.id}`) }] : [{ id: "name", label: t("Rename"), onAction: () => afterwards(() => setNaming(true)) }]),
    { id: "up", label: t("Move up"), onAction: () => change((now) => ({ places: moved(now.places, one.id, -1) })) },
    { id: "down", label: t("Move down"), onAction: () => change((now) => ({ places: moved(now.places, one.id, 1) })) },
    { id: "off", label: t("Take off with all below"), danger: true, apart: true, onAction: () => { change((now) => ({ places: without(now.places, one.id) })); focusOn(nodeMenu(one.parent ?? ""), ".tree-add button"); } },
  ];
  return (
    <li>
      <div className={`node level-${level}`} data-node={one.id}>
        <span className="small quiet">{levels[level]}</span>
        <div className="row">
          {naming ? <input className="input grow" autoFocus aria-label={t("Name")} defaultValue={one.text} onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.value = one.text ?? ""; if (event.key !== "Enter" && event.key !== "Escape") return; event.currentTarget.blur(); focusOn(nodeMenu(one.id)); }} onBlur={(event) => { setNaming(false); const text = event.target.value.trim(); if (text && text !== one.text) change((now) => ({ places: replaced(now.places, one.id, { text }) })); }} /> : map ? <Link to={`/maps/${map.id}`} className="grow node-name">{name}</Link> : <span className="grow node-name">{name}</span>}
          {writable && <MenuButton label={t("More")} called={t("More: {what}", { what: name })} entries={entries} kind="bare" />}
        </div>
        {board.kind === "framework" && <Rolled sum={rollUp(board.places, one, maps)} />}
        {writable && level + 1 < levels.length && adding !== one.id && <button type="button" className="quiet-button" aria-label={t("{what}, below {where}", { what: `+ ${levels[level + 1] ?? ""}`, where: name })} onClick={() => onAdd(one.id)}>+ {levels[level + 1]}</button>}
      </div>
      {(below.length > 0 || adding === one.id) && (
        <ul className="tree">
          {below.map((child) => <Node key={child.id} one={child} level={level + 1} levels={levels} adding={adding} onAdd={onAdd} {...props} />)}
          {adding === one.id && <li><AddNode parent={one.id} level={level + 1} word={levels[level + 1] ?? ""} onDone={() => onAdd(null)} {...props} /></li>}
        </ul>
      )}
    </li>
  );
}

/** What the maps of a branch add up to. */
function Rolled({ sum }: { sum: Sum }): ReactNode {
  if (sum.maps === 0) return null;
  return (
    <p className="row wrap small quiet">
      <span>{t("{n, plural, one {# map} other {# maps}}", { n: sum.maps })}</span>
      {sum.of > 0 && <span>{t("trust {share}", { share: percent(sum.supported / sum.of) })} ({sum.supported}/{sum.of})</span>}
      {sum.overdue > 0 ? <span className="badge warn">{t("{n} overdue for review", { n: sum.overdue })}</span> : sum.due && <span>{t("review {when}", { when: day(sum.due) })}</span>}
    </p>
  );
}

function AddNode({ board, items, maps, change, parent, level, word, onDone }: TreeProps & { parent: string; level: number; word: string; onDone: () => void }): ReactNode {
  const [text, setText] = useState("");
  const kinds = TAKES[board.kind]?.[level] ?? [];
  const options = board.kind === "framework" ? maps.map((one) => [`map:${one.id}`, localised(one.title, language()) || t("Untitled map")] as const) : items.filter((one) => kinds.includes(one.kind)).map((one) => [`item:${one.id}`, titleOf(one)] as const);
  const put = (given: Partial<Place>): void => {
    const id = newId();
    change((now) => ({ places: added(now.places, { id, level, parent, ...given }) }));
    onDone();
    focusOn(nodeMenu(id));
  };
  const leave = (): void => {
    onDone();
    focusOn(`[data-node="${CSS.escape(parent)}"] .quiet-button`, ".tree-add button");
  };
  return (
    <form className="node adding" onSubmit={(event) => { event.preventDefault(); if (text.trim()) put({ text: text.trim() }); }} onKeyDown={(event) => event.key === "Escape" && leave()}>
      {options.length > 0 && <Choice label={word} value="" onChange={(ref) => ref && put({ ref })} options={[["", board.kind === "framework" ? t("Choose a map …") : t("Choose from the library …")], ...options]} />}
      <Field label={options.length > 0 ? t("Or write it") : word} value={text} onChange={setText} autoFocus />
      <div className="row"><Button type="submit" isDisabled={!text.trim()}>{t("Add")}</Button><Button kind="bare" onPress={leave}>{t("Cancel")}</Button></div>
    </form>
  );
}
