/** Page views, those of single-page applications too, with the campaign and the site that brought the visitor. */
import { clean, pageOf } from "./cleaning";
import { happen, on, type Properties } from "./events";
import { consent } from "./visitor";

const TAGS = ["source", "medium", "campaign", "term", "content", "id"];
// What advertisers add to an address: it tells one click from all others, so it takes consent.
const CLICKS = ["gclid", "gbraid", "wbraid", "dclid", "fbclid", "msclkid", "ttclid", "twclid", "li_fat_id"];

// A page may change its address before the visitor agrees to anything; how they came is what the first one says.
let search: string | null = location.search;
let shown = "";
const leaving: ((page: string) => void)[] = [];

/** Call back with the page when its view ends: by another one, or with the document. */
export const onLeaving = (callback: (page: string) => void): void => void leaving.push(callback);

const referrer = (): string | undefined => {
  try {
    const from = new URL(document.referrer);
    return from.host === location.host ? undefined : from.host + clean(from.pathname);
  } catch {
    return undefined;
  }
};

const campaign = (): Properties => {
  const given = new URLSearchParams(search ?? location.search);
  const found: Properties = {};
  for (const name of TAGS.map((tag) => "utm_" + tag).concat(consent === "granted" ? CLICKS : []))
    if (given.get(name)) found[name] = given.get(name)?.slice(0, 200);
  return found;
};

/** Tell that the page is seen. */
export const see = (properties: Properties = {}): void => {
  if (consent === "off") return;
  const brought = campaign();
  const from = search === null ? undefined : referrer();
  search = null;
  shown = pageOf(location);
  happen("page", "Page view", { title: clean(document.title), referrer: from, ...brought, ...properties }, {
    campaign: brought["utm_campaign"],
  });
};

/** Tell what there is to tell at the end of a page view. */
export const end = (): void => leaving.forEach((callback) => callback(shown));

/** Watch for other pages of an application, which come without the browser loading anything. */
export const watchPages = (): void => {
  // The title of the new page is there a moment later.
  let waits = 0;
  const moved = () => {
    if (pageOf(location) === shown) return;
    if (shown) end();
    shown = pageOf(location);
    clearTimeout(waits);
    waits = window.setTimeout(see, 50);
  };
  for (const name of ["pushState", "replaceState"] as const) {
    const real = history[name];
    history[name] = function (...given) {
      real.apply(this, given);
      moved();
    };
  }
  on("popstate", moved, window);
  on("hashchange", moved, window);
  on("pageshow", (event) => (event as PageTransitionEvent).persisted && see(), window);
};
