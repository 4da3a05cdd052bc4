/** Small drawings a card may carry, as strokes in a square of 16; files of maps are drawn with the same ones. */

import strokes from "../../../../src/footpath/maps/render/icons.json";
import { msg } from "../../lib/i18n";

const LABELS: Readonly<Record<keyof typeof strokes, string>> = {
  web: msg("web page"),
  phone: msg("phone"),
  call: msg("call"),
  mail: msg("mail"),
  chat: msg("chat"),
  shop: msg("shop"),
  cart: msg("cart"),
  payment: msg("payment"),
  parcel: msg("parcel"),
  truck: msg("delivery"),
  home: msg("home"),
  person: msg("person"),
  team: msg("team"),
  clock: msg("time"),
  calendar: msg("date"),
  money: msg("money"),
  document: msg("document"),
  search: msg("search"),
  star: msg("star"),
  heart: msg("heart"),
  warning: msg("warning"),
  question: msg("question"),
  idea: msg("idea"),
  check: msg("done"),
};

export const ICONS: Readonly<Record<string, { label: string; path: string }>> = Object.fromEntries(
  (Object.keys(LABELS) as (keyof typeof strokes)[]).map((name) => [name, { label: LABELS[name], path: strokes[name] }]),
);

/** Colours a card may carry, by the token that draws them; none of them means anything by itself. */
export const COLOURS: Readonly<Record<string, { label: string; token: string }>> = {
  green: { label: msg("green"), token: "--accent" },
  violet: { label: msg("violet"), token: "--second" },
  blue: { label: msg("blue"), token: "--third" },
  orange: { label: msg("orange"), token: "--fourth" },
  pink: { label: msg("pink"), token: "--fifth" },
};
