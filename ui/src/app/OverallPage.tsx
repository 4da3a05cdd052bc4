/** One question over all maps and the library: which cards, steps and items are such, and where they are. */

import { useQuery } from "@tanstack/react-query";
import { type ReactNode } from "react";
import { Button, Fault } from "../kit";
import type { Me, Overall, Standing } from "../lib/api/contract";
import { day, number } from "../lib/format";
import { language, t } from "../lib/i18n";
import { maps } from "../lib/queries";
import { go, Link, useAddress } from "../lib/router";
import { itemStatus, KIND_NAMES, kindWord } from "../library/kinds";
import { laneKind } from "../maps/lanes";
import { LEVEL_NAMES } from "../maps/model/telling";
import { localised, type Level, type Text } from "../maps/model/types";
import { OverallSaved } from "./OverallSaved";
import { askedIn, inAddress, overall, tableAddress, type Asked, type Field } from "./overall";
import { workspaceOf } from "./workspace";

type Option = readonly [string, string];

const KINDS: Record<Standing["kind"], () => string> = { card: () => t("card"), step: () => t("step"), item: () => t("in the library") };

export default function OverallPage({ who }: { who: Me }): ReactNode {
  const here = workspaceOf(who);
  const w = here?.id ?? "";
  const asked = askedIn(useAddress().split("?")[1] ?? "");
  const answer = useQuery(overall(w, asked));
  const set = (name: Field, value: string): void => {
    const query = inAddress({ ...askedIn(location.search), [name]: value });
    go(`/overall${query ? `?${query}` : ""}`, true);
  };
  return (
    <main className="page wide">
      <header className="page-head"><h1>{t("Ask over all maps")}</h1>{answer.data && answer.data.total > 0 && <a className="button" href={tableAddress(w, asked)} download>{t("Take it as CSV")}</a>}</header>
      <p className="quiet">{t("Cards and steps of every map, and what the library holds. The address is the question: save it by name for the workspace, or send it to others.")}</p>
      <OverallSaved w={w} asked={asked} called={calledAs(asked)} writable={here?.role === "owner" || here?.role === "editor"} />
      <Question w={w} asked={asked} known={answer.data} set={set} />
      <Fault error={answer.error} />
      {answer.isPending && <div aria-busy="true" />}
      {answer.data && <Answer of={answer.data} asked={asked} set={set} />}
    </main>
  );
}

/** Return what a question is called until somebody says better: its words and names. */
function calledAs({ q, lane, persona, touchpoint, tag, status, owner }: Asked): string {
  const named = [q && t("“{name}”", { name: q }), lane && laneName(lane), persona, touchpoint, tag, status && itemStatus(status), owner].filter(Boolean);
  return named.join(" · ").slice(0, 200);
}

function Question({ w, asked, known, set }: { w: string; asked: Asked; known: Overall | undefined; set: (name: Field, value: string) => void }): ReactNode {
  const list = useQuery(maps(w));
  const choices = known?.choices;
  const plain = (values: readonly string[] | undefined, name: Field): Option[] => [...new Set([...(asked[name] ? [asked[name]] : []), ...(values ?? [])])].map((one) => [one, one] as const);
  const some = Object.keys(asked).length > 0;
  return (
    <form className="overall-question" aria-label={t("What to look for")} onSubmit={(event) => event.preventDefault()}>
      <label className="field wide"><span className="label">{t("Words")}</span><input className="input" type="search" value={asked.q ?? ""} placeholder={t("such as delivery")} onChange={(event) => set("q", event.target.value)} /></label>
      <Pick label={t("What")} name="kind" asked={asked} set={set} options={[["card", t("cards")], ["step", t("steps")], ["item", t("items of the library")]]} />
      <Pick label={t("Lane or kind")} name="lane" asked={asked} set={set} options={plain(choices?.lane, "lane").map(([one]) => [one, laneName(one)] as const)} />
      <Pick label={t("Evidence")} name="evidence" asked={asked} set={set} options={[["data", t("from data")], ...Object.entries(LEVEL_NAMES).map(([level, name]) => [level, t(name)] as const)]} />
      <Pick label={t("Freshness")} name="fresh" asked={asked} set={set} options={[["yes", t("at most 90 days old")], ["no", t("older")]]} />
      <Feeling label={t("Emotion below")} name="emotion_below" asked={asked} set={set} />
      <Feeling label={t("Emotion above")} name="emotion_above" asked={asked} set={set} />
      <Pick label={t("Persona")} name="persona" asked={asked} set={set} options={plain(choices?.persona, "persona")} />
      <Pick label={t("Touchpoint")} name="touchpoint" asked={asked} set={set} options={plain(choices?.touchpoint, "touchpoint")} />
      <Pick label={t("Tag")} name="tag" asked={asked} set={set} options={plain(choices?.tag, "tag")} />
      <Pick label={t("Status")} name="status" asked={asked} set={set} options={plain(choices?.status, "status").map(([one]) => [one, itemStatus(one)] as const)} />
      <Pick label={t("Owner")} name="owner" asked={asked} set={set} options={plain(choices?.owner, "owner")} />
      <Pick label={t("Map")} name="map" asked={asked} set={set} options={(list.data ?? []).map((one) => [one.id, localised(one.title as Text, language()) || t("Untitled map")] as const)} />
      {some && <div className="row"><Button kind="bare" onPress={() => go("/overall", true)}>{t("Ask anew")}</Button></div>}
    </form>
  );
}

function Pick({ label, name, asked, set, options }: { label: string; name: Field; asked: Asked; set: (name: Field, value: string) => void; options: readonly Option[] }): ReactNode {
  if (!options.length) return null;
  return (
    <label className="field"><span className="label">{label}</span>
      <select className="input" value={asked[name] ?? ""} onChange={(event) => set(name, event.target.value)}>
        <option value="">{t("any")}</option>
        {options.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
      </select>
    </label>
  );
}

function Feeling({ label, name, asked, set }: { label: string; name: Field; asked: Asked; set: (name: Field, value: string) => void }): ReactNode {
  return <Pick label={label} name={name} asked={asked} set={set} options={["-0.5", "-0.25", "0", "0.25", "0.5"].concat(asked[name] && !["-0.5", "-0.25", "0", "0.25", "0.5"].includes(asked[name]) ? [asked[name]] : []).map((one) => [one, signed(Number(one))] as const)} />;
}

const signed = (value: number): string => `${value > 0 ? "+" : value < 0 ? "−" : ""}${number(Math.abs(value), 2)}`;
const laneName = (type: string): string => (type in KIND_NAMES && laneKind(type).name === "unknown" ? kindWord(type) : t(laneKind(type).label));

function Answer({ of, asked, set }: { of: Overall; asked: Asked; set: (name: Field, value: string) => void }): ReactNode {
  if (of.total === 0) return <p className="quiet">{Object.keys(asked).length ? t("Nothing is such. Leave something out of the question.") : t("There are no maps yet.")}</p>;
  return (
    <>
      <p role="status">{t("{n, plural, one {# place} other {# places}} on {maps, plural, one {# map} other {# maps}}", { n: of.total, maps: of.by_map.filter((one) => one.map_id).length })}</p>
      <ul className="row wrap counts" aria-label={t("How many on each map")}>{of.by_map.map((one) => <li key={one.map_id}><Button kind="bare" isDisabled={!one.map_id} onPress={() => set("map", asked.map ? "" : one.map_id)}>{one.map_id ? one.title || t("Untitled map") : t("Library")} <span className="badge plain">{number(one.n, 0)}</span></Button></li>)}</ul>
      {of.rows.some((one) => typeof one.emotion === "number") && <p className="quiet small">{t("Emotion is how it feels there, from −1 (upset) to +1 (glad): a card’s own, else that of its steps.")}</p>}
      <div className="scrolls">
        <table className="table">
          <thead><tr><th>{t("What it says")}</th><th>{t("Kind")}</th><th>{t("Where")}</th><th>{t("Emotion")}</th><th>{t("Evidence")}</th><th>{t("Newest fact")}</th><th>{t("Status")}</th><th>{t("Owner")}</th></tr></thead>
          {groups(of).map(({ on, rows }) => (
            <tbody key={on.map_id}>
              <tr className="group"><th colSpan={COLUMNS} scope="rowgroup"><span>{on.map_id ? <Link to={`/maps/${on.map_id}`}>{on.title || t("Untitled map")}</Link> : t("Library")} <span className="badge plain">{number(on.n, 0)}</span></span></th></tr>
              {rows.map((one) => <Row key={one.element} one={one} />)}
            </tbody>
          ))}
        </table>
      </div>
      {of.total > of.rows.length && <p className="quiet small">{t("The first {n} are shown; the CSV holds all.", { n: number(of.rows.length, 0) })}</p>}
    </>
  );
}

const COLUMNS = 8;

/** Return the rows of each map, and those of the library, in the order they come. */
function groups(of: Overall): { on: Overall["by_map"][number]; rows: Standing[] }[] {
  const found = new Map<string, Standing[]>();
  for (const one of of.rows) {
    const id = one.map_id ?? "";
    found.set(id, found.get(id) ?? []);
    found.get(id)?.push(one);
  }
  return [...found].map(([id, rows]) => ({ on: of.by_map.find((one) => one.map_id === id) ?? { map_id: id, title: "", n: rows.length }, rows }));
}

/** Return what a row says; a point of a curve of emotion has only its number, which is said in words. */
function sayingOf({ lane, text, emotion }: Standing): string {
  const bare = lane === "emotion" && typeof emotion === "number" && Number.isFinite(Number(text || "none"));
  return bare ? `${t(FEELINGS[emotion > NEUTRAL ? 0 : emotion < -NEUTRAL ? 2 : 1] ?? "")} (${signed(emotion)})` : text || t("Untitled");
}

/** Return where a row stands on its map; a step, which its row names, only what holds it. */
const placeOf = ({ kind, where }: Standing): string => (kind === "step" ? (where ?? "").split(" › ").slice(0, -1).join(" › ") : (where ?? ""));

const FEELINGS = laneKind("emotion").scale?.words ?? [];
const NEUTRAL = 0.25;

const address = (one: Standing): string => (one.kind === "item" ? (one.lane === "persona" ? `/library/persona/${one.element}` : `/library/${one.lane}?item=${one.element}`) : `/maps/${one.map_id}?at=${one.element}`);

function Row({ one }: { one: Standing }): ReactNode {
  const { emotion } = one;
  return (
    <tr>
      <td><Link to={address(one)}>{sayingOf(one)}</Link>{(one.tags ?? []).map((tag) => <span key={tag} className="badge plain">{tag}</span>)}</td>
      <td>{one.kind === "step" ? KINDS.step() : one.lane ? laneName(one.lane) : KINDS[one.kind]()}</td>
      <td className="quiet">{placeOf(one)}</td>
      <td className="figure">{typeof emotion === "number" ? signed(emotion) : ""}</td>
      <td>{one.evidence ? t(LEVEL_NAMES[one.evidence as Level]) : ""}</td>
      <td className="quiet small">{one.newest_at ? day(one.newest_at) : ""}{one.fresh === false && <> <span className="badge warn">{t("old")}</span></>}</td>
      <td>{one.status && itemStatus(one.status)}</td>
      <td>{one.owner}</td>
    </tr>
  );
}
