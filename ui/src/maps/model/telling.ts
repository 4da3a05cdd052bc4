/** What an element says, part by part: the table shows the parts, screen readers hear them one after the other. */

import { figureName, inOrder, inWords, number, percent } from "../../lib/format";
import { msg, t } from "../../lib/i18n";
import { itemStatus } from "../../library/kinds";
import { isPrompt, isStale, level } from "./evidence";
import type { Row, Scene } from "./face";
import { tagsOf } from "./filter";
import { addressOf, keptOf } from "./media";
import { LEAST_LOOP, loopsOf, reachOf } from "./river";
import type { Tree } from "./tree";
import { localised, type Card, type Edge, type EdgeKind, type Level } from "./types";

export interface Said {
  text: string;
  as: "figure" | "text" | "more" | "mark";
  lang?: string;
}

export const LEVEL_NAMES: Record<Level, string> = { hypothesis: msg("guess"), reported: msg("reported"), observed: msg("observed"), measured: msg("measured") };

/** A draft writes the value of a curve's point once more, in English, beside it; readers get the value in their language. */
const RESTATED = /^(?:too few · )?[+−-]?\d+(?:\.\d+)?(?: \([+−-]?\d[\d.]* to [+−-]?\d[\d.]*\))?$/;

export const detailOf = (card: Card, locale: string): string => {
  const detail = localised(card.detail, locale);
  return card.value && RESTATED.test(detail) ? "" : detail;
};

const prop = (card: Card, name: string): string => (typeof card.props?.[name] === "string" ? (card.props[name] as string) : "");

/** Return what a card says, in the order people read it. */
export function told(card: Card, scene: Scene): Said[] {
  const { locale } = scene;
  const text = localised(card.text, locale);
  const [alt, opens] = [prop(card, "alt"), prop(card, "map_title") || prop(card, "map")];
  const found: Said[] = [];
  const say = (words: string | undefined, as: Said["as"], lang = ""): void => {
    if (words) found.push({ text: words, as, ...(lang ? { lang } : {}) });
  };
  if (card.value) say([inWords(card.value), card.props?.few ? t("too few") : ""].filter(Boolean).join(" · "), "figure");
  say(text, "text", card.lang);
  say(detailOf(card, locale), "more");
  for (const [name, one] of inOrder(card.figures)) say(`${figureName(name)} ${inWords(one)}`, "more");
  if (alt && alt !== text) say(t("Picture: {what}", { what: alt }), "more");
  say(addressOf(card) || (keptOf(card) && prop(card, "file")), "more");
  say(opens && t("↳ opens map {name}", { name: opens }), "more");
  for (const one of [localised(scene.personas.get(card.persona ?? "")?.name, locale), card.channel, card.owner, card.status && itemStatus(card.status), card.origin]) say(one, "more");
  say(tagsOf(card).join(", "), "more");
  if (prop(card, "state") === "future") say(t("as it should be"), "mark");
  return found;
}

/** Return how sure a card is, and of what it is so sure; "" for what is no card of somebody's. */
export function evidenceWords(card: Card, asOf: string | undefined): string {
  if (card.key.startsWith(":") || isPrompt(card)) return "";
  const { reported = 0, observed = 0, measured = 0 } = card.evidence ?? {};
  const facts = [
    reported ? t("quotes, tickets: {n}", { n: number(reported, 0) }) : "",
    observed ? t("cases: {n}", { n: number(observed, 0) }) : "",
    measured ? `n ${number(measured, 0)}` : "",
    isStale(card.evidence, asOf) ? t("older than 90 days") : "",
  ];
  return [t(LEVEL_NAMES[level(card.evidence, asOf)]), ...facts].filter(Boolean).join(" · ");
}

export const MOVES: Record<EdgeKind, string> = { next: msg("goes on to"), skip: msg("skips to"), loop: msg("goes back to"), leave: msg("leaves"), branch: msg("branches to") };

/** A move somebody drew, or a way back that many took where no river says so. */
const worthSaying = (edge: Edge, river: boolean): boolean =>
  (edge.kind ?? "next") !== "next" && (!edge.figures?.share || (edge.kind === "loop" && !river && edge.figures.share.value >= LEAST_LOOP));

/** Return in words the moves that begin at each leaf and are no plain next one: branches, loops, short cuts, ways out. */
export function movesAt(edges: readonly Edge[], tree: Tree, locale: string, river: boolean): string[][] {
  const found: string[][] = tree.leaves.map(() => []);
  for (const edge of edges) {
    const at = tree.span.get(edge.from)?.[0];
    const to = tree.index.get(edge.to ?? "");
    if (at === undefined || (!to && edge.kind !== "leave") || !worthSaying(edge, river)) continue;
    const { share } = edge.figures ?? {};
    const why = [localised(edge.condition, locale), share ? inWords(share) : ""].filter(Boolean).join(" · ");
    const way = [t(MOVES[edge.kind ?? "next"]), localised(to?.title, locale)].filter(Boolean).join(" ");
    found[at]?.push(why ? `${way}: ${why}` : way);
  }
  return found;
}

/** Return what a river says at each leaf: who is there, who leaves, who goes back and where to. */
export function riverAt(row: Row, edges: readonly Edge[], tree: Tree): string[][] {
  const reach = reachOf(row, tree);
  const found = reach.map((one) => (one ? [`${figureName("reach")} ${inWords(one.figure)}`, ...(one.lost ? [t("{share} leave here", { share: percent(one.lost) })] : [])] : []));
  for (const { edge, share, from } of loopsOf(edges, tree, reach)) {
    if (!share) continue; // drawn by somebody: said among the moves
    const how = edge.unplanned ? t("{share} skip ahead", { share: percent(share) }) : t("{share} go back", { share: percent(share) });
    found[from]?.push(`${how} → ${localised(tree.index.get(edge.to ?? "")?.title, row.scene.locale)}`);
  }
  return found;
}

/** Return the titles of the steps a path of a lane of paths goes through; "" for any other card. */
export function wayOf(card: Card, scene: Scene, tree: Tree): string {
  const [, , key] = card.key.split(":");
  const path = card.key.startsWith(":") ? scene.paths.find((one) => one.key === key) : undefined;
  return (path?.columns ?? []).map((one) => localised(tree.index.get(one)?.title, scene.locale)).filter(Boolean).join(" → ");
}
