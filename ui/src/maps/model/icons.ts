/** Small drawings a card may carry, as strokes in a square of 16. */

import { msg } from "../../lib/i18n";

export const ICONS: Readonly<Record<string, { label: string; path: string }>> = {
  web: { label: msg("web page"), path: "M2 4h12v9H2zM2 6.5h12" },
  phone: { label: msg("phone"), path: "M5 2h6v12H5zM7.5 12h1" },
  call: { label: msg("call"), path: "M3 2.5l3 0 1 3-1.6 1.3c.8 1.7 2.1 3 3.8 3.8l1.3-1.6 3 1 0 3C7.5 13.5 2.5 8.5 3 2.5z" },
  mail: { label: msg("mail"), path: "M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5" },
  chat: { label: msg("chat"), path: "M2 3h12v8H7l-3.5 3v-3H2z" },
  shop: { label: msg("shop"), path: "M2.5 7v7h11V7M1.5 7l1.5-4h10l1.5 4zM6.5 14v-4h3v4" },
  cart: { label: msg("cart"), path: "M1.5 3h2l1.8 7.5h6.7l1.5-5.5H4M6 13.5h.01M11 13.5h.01" },
  payment: { label: msg("payment"), path: "M1.5 4h13v8.5h-13zM1.5 6.5h13M4 10h3" },
  parcel: { label: msg("parcel"), path: "M2 5l6-3 6 3v6.5l-6 3-6-3zM2 5l6 3 6-3M8 8v6.5" },
  truck: { label: msg("delivery"), path: "M1 4h8.5v7H1zM9.5 6.5H13l2 2.5v2H9.5M4 11.5v1.5M12 11.5v1.5" },
  home: { label: msg("home"), path: "M2 8l6-5.5L14 8M3.5 7v7h9V7" },
  person: { label: msg("person"), path: "M8 2.5a2.5 2.5 0 1 0 .01 0M3 14c0-3 2-5 5-5s5 2 5 5" },
  team: { label: msg("team"), path: "M5.5 3a2 2 0 1 0 .01 0M1.5 13c0-2.5 1.5-4 4-4s4 1.5 4 4M11 4a1.8 1.8 0 1 0 .01 0M11 9c2 0 3.5 1.3 3.5 3.5" },
  clock: { label: msg("time"), path: "M8 2a6 6 0 1 0 .01 0M8 4.5V8l2.5 1.5" },
  calendar: { label: msg("date"), path: "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v2.5M10.5 2v2.5" },
  money: { label: msg("money"), path: "M8 2a6 6 0 1 0 .01 0M10 6c-.5-.8-3.8-1.2-3.8.4 0 1.7 3.8.9 3.8 2.7 0 1.6-3.4 1.3-4 .4M8 4v8" },
  document: { label: msg("document"), path: "M4 2h5.5L12 4.5V14H4zM6 7.5h4M6 10h4" },
  search: { label: msg("search"), path: "M7 2.5a4.5 4.5 0 1 0 .01 0M10.3 10.3L14 14" },
  star: { label: msg("star"), path: "M8 2l1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5z" },
  heart: { label: msg("heart"), path: "M8 13.5C3 10 2 7.5 2 5.8 2 3 6 2 8 5c2-3 6-2 6 .8 0 1.7-1 4.2-6 7.7z" },
  warning: { label: msg("warning"), path: "M8 2l6.5 11.5h-13zM8 6.5v3.5M8 12h.01" },
  question: { label: msg("question"), path: "M8 2a6 6 0 1 0 .01 0M6 6.3C6.2 4.3 9.9 4.4 9.9 6.5 9.9 8 8 7.9 8 9.5M8 11.5h.01" },
  idea: { label: msg("idea"), path: "M6 11c0-1.5-2-2.5-2-5a4 4 0 0 1 8 0c0 2.5-2 3.5-2 5zM6.5 13.5h3" },
  check: { label: msg("done"), path: "M2.5 8.5l3.5 4 7.5-9" },
};

/** Colours a card may carry, by the token that draws them; none of them means anything by itself. */
export const COLOURS: Readonly<Record<string, { label: string; token: string }>> = {
  green: { label: msg("green"), token: "--accent" },
  violet: { label: msg("violet"), token: "--second" },
  blue: { label: msg("blue"), token: "--third" },
  orange: { label: msg("orange"), token: "--fourth" },
  pink: { label: msg("pink"), token: "--fifth" },
};
