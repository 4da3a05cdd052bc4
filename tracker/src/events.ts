/** What the visitor did, and what is said of them, as the collector's plain protocol has it. */
import { pageOf } from "./cleaning";
import { add } from "./queue";
import { consent, newId, visitor } from "./visitor";

export type Properties = Record<string, unknown>;

const agent = navigator.userAgent;
const device =
  navigator.webdriver || /bot|crawl|spider|headless/i.test(agent)
    ? "bot"
    : // An iPad says that it is a Mac, which has no touch screen.
      /iPad|Tablet|Android(?!.*Mobile)/.test(agent) || (/Mac/.test(agent) && navigator.maxTouchPoints > 1 && !/Mobi/.test(agent))
      ? "tablet"
      : /Mobi/.test(agent)
        ? "mobile"
        : "desktop";

const who = () => ({
  // Without an id in the browser the collector makes one that holds for the day.
  anonymous_id: consent === "cookieless" ? "$daily" : visitor.anonymous,
  user_id: visitor.user,
  account_id: visitor.account,
});

/** Keep an event to send: "track" = the visitor did it, "page" = they saw it, "log" = the browser noticed it. */
export const happen = (
  type: "track" | "page" | "log",
  name: string,
  properties: Properties = {},
  more: Properties = {},
): void => {
  if (consent === "off") return;
  const common = { id: newId(), at: Date.now(), page: pageOf(location), channel: "web", device, ...who() };
  add({ list: "events", element: { ...common, type, name, properties, ...more } });
};

/** Keep what is said of the visitor, or of the account they belong to. */
export const say = (traits: Properties, email?: unknown): void => {
  if (consent === "off") return;
  add({ list: "traits", element: { id: newId(), at: Date.now(), ...who(), email, traits } });
};

/** Listen before the page does, so that nothing it stops is missed. */
export const on = (type: string, listener: (event: Event) => void, target: EventTarget = document): void =>
  target.addEventListener(type, listener, true);
