/** Footpath in a web page: what the page can call, and what is noticed by itself once there is consent. */
import { watchClicks } from "./clicks";
import { watchErrors } from "./errors";
import { happen, on, say, type Properties } from "./events";
import { watchForms } from "./forms";
import { end, see, watchPages } from "./pages";
import { begin, leave, move, send } from "./queue";
import { watchScrolling } from "./scrolling";
import { wants } from "./settings";
import { tellVitals, watchVitals } from "./vitals";
import { become, choose, consent, forget } from "./visitor";

type Call = [keyof typeof api, unknown[]];

let started = false;
let closing = false;

const money = ({ revenue, value, currency }: Properties): Properties => ({ value: revenue ?? value, currency });

const api = {
  /** Tell that something happened; `revenue` and `currency` are its worth. */
  track: (name: string, properties: Properties = {}): void => happen("track", name, properties, money(properties)),
  /** Tell that the page is seen; happens by itself. */
  page: see,
  /** Say who the visitor is, once they signed in. */
  identify: (user: string, { email, ...traits }: Properties = {}): void => {
    become({ user });
    say(traits, email);
  },
  /** Say which account (company, household) they belong to. */
  group: (account: string, traits: Properties = {}): void => {
    become({ account });
    say(traits);
  },
  /** They signed out: what comes is somebody else's. */
  reset: forget,
  /** Take their choice: "granted", "cookieless" or "off". */
  consent: (choice: unknown): void => {
    if (!choose(choice)) return;
    move();
    start();
  },
};

const start = (): void => {
  if (started || consent === "off") return;
  started = true;
  begin();
  if (wants("pages")) {
    see();
    watchPages();
  }
  if (wants("clicks")) watchClicks();
  if (wants("forms")) watchForms();
  if (wants("errors")) watchErrors();
  if (wants("scroll")) watchScrolling();
  if (wants("vitals")) watchVitals();
  on("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || closing) return;
    tellVitals();
    void send();
  });
  on("pageshow", () => (closing = false), window);
  on("pagehide", () => {
    closing = true;
    tellVitals();
    end();
    leave();
  }, window);
};

const place = window as unknown as { footpath?: { q?: Call[] } };
const called = place.footpath?.q;
if (called || !place.footpath) {
  place.footpath = api as object;
  start();
  for (const [name, given] of called ?? []) (api[name] as (...given: unknown[]) => void)?.(...given);
}
