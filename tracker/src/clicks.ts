/** Clicks on elements that are marked, clicks in anger, and clicks that do nothing. */
import { ignored, nameOf, pageOf } from "./cleaning";
import { happen, on, type Properties } from "./events";

const ANGRY = 3;
const ANGRY_MS = 1000;
const NEAR = 30; // pixels
const DEAD_MS = 1500;
const CLICKABLE = "a,button,summary,[role=button],[role=link],[role=tab],[onclick],input[type=submit],input[type=button]";
// Their effect is outside the page, or is no change of it.
const ELSEWHERE = "a[target],a[download],a[href^=mailto],a[href^=tel],input[type=file],[disabled]";

let count = 0;
let last = { x: 0, y: 0, at: -ANGRY_MS };
let watched: Element | null = null;

/** `<button data-fp-click="Add to cart" data-fp-sku="7">` is "Add to cart" with the property sku. */
const marked = (element: HTMLElement | null): void => {
  if (!element) return;
  const properties: Properties = {};
  for (const [name, value] of Object.entries(element.dataset))
    if (/^fp[A-Z]/.test(name) && name !== "fpClick")
      properties[name.slice(2).replace(/[A-Z]/g, (letter, at: number) => (at ? "_" : "") + letter.toLowerCase())] = value;
  happen("track", element.dataset["fpClick"] || nameOf(element), properties);
};

const rage = (event: MouseEvent, element: Element): void => {
  const at = event.timeStamp;
  const again = at - last.at < ANGRY_MS && Math.hypot(event.clientX - last.x, event.clientY - last.y) < NEAR;
  count = again ? count + 1 : 1;
  last = { x: event.clientX, y: event.clientY, at };
  if (count === ANGRY) happen("track", "Rage click", { element: nameOf(element) });
};

/** Wait for any sign that the click did something. */
const dead = (element: Element): void => {
  if (watched || element.closest(ELSEWHERE)) return;
  watched = element;
  const page = pageOf(location);
  const signs = ["scroll", "input", "change", "visibilitychange", "play"];
  const stop = () => {
    clearTimeout(timer);
    observer.disconnect();
    signs.forEach((sign) => document.removeEventListener(sign, stop, true));
    watched = null;
  };
  const observer = new MutationObserver(stop);
  const timer = setTimeout(() => {
    stop();
    if (pageOf(location) === page) happen("track", "Dead click", { element: nameOf(element) });
  }, DEAD_MS);
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  signs.forEach((sign) => document.addEventListener(sign, stop, true));
};

export const watchClicks = (): void =>
  on("click", (event) => {
    const element = event.target;
    if (!(element instanceof Element) || ignored(element)) return;
    marked(element.closest<HTMLElement>("[data-fp-click]"));
    if (!event.isTrusted) return;
    rage(event as MouseEvent, element);
    const clickable = element.closest(CLICKABLE);
    if (clickable) dead(clickable);
  });
