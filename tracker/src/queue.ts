/** What waits to be sent: it survives a reload, is tried again until the collector has it, and never grows long. */
import { endpoint, key } from "./settings";
import { consent, store, stored } from "./visitor";

export interface Item {
  list: "events" | "traits";
  element: { id: string; [field: string]: unknown };
}

const PLACE = "footpath.queue";
const MOST = 200;
const AT_ONCE = 40;
const SOON_MS = 800;
const LONGEST_WAIT_MS = 300_000;
const LARGEST = 60_000; // browsers take 64 kB from a page that is closing

let memory: Item[] = [];
let timer = 0;
let sending = false;
let failures = 0;

/** With consent the queue is in storage, which all tabs share; otherwise, or when storage fails, in this page. */
const waiting = (): Item[] => (consent === "granted" ? (stored<Item[]>(PLACE) ?? []).concat(memory) : memory);

const keep = (items: Item[]): void => {
  const kept = items.slice(-MOST);
  const safe = consent === "granted" && store(PLACE, kept.length ? kept : null);
  if (!safe) store(PLACE, null);
  memory = safe ? [] : kept;
};

const drop = (items: Item[]): void => {
  const gone = new Set(items.map((one) => one.element.id));
  keep(waiting().filter((one) => !gone.has(one.element.id)));
};

const body = (items: Item[]): string => {
  const of = (list: string) => items.filter((one) => one.list === list).map((one) => one.element);
  return JSON.stringify({ key, sent_at: Date.now(), events: of("events"), traits: of("traits") });
};

const soon = (wait: number): void => {
  if (!timer) timer = window.setTimeout(send, wait);
};

/** Send the oldest that wait; what the collector cannot take now is tried again, later each time. */
export const send = async (): Promise<void> => {
  clearTimeout(timer);
  timer = 0;
  const items = waiting().slice(0, AT_ONCE);
  if (sending || !items.length || consent === "off") return;
  sending = true;
  let wait = 0;
  try {
    const text = body(items);
    // Text is what browsers send without asking the server first.
    const answer = await fetch(endpoint, {
      method: "POST",
      body: text,
      credentials: "omit",
      keepalive: text.length < LARGEST / 2,
    });
    if (answer.status === 408 || answer.status === 429 || answer.status > 499)
      wait = Number(answer.headers.get("retry-after")) * 1000 || -1;
  } catch {
    wait = -1;
  }
  sending = false;
  if (wait) {
    const grown = Math.min(1000 * 2 ** failures++, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
    soon(Math.min(Math.max(wait, grown), LONGEST_WAIT_MS));
  } else {
    failures = 0;
    drop(items);
    if (waiting().length) soon(0);
  }
};

export const add = (item: Item): void => {
  keep(waiting().concat(item));
  soon(SOON_MS);
};

/** The page goes: hand over all to the browser. Nobody hears the answer, so what is stored stays for the next page;
 * the collector knows what it has by its id. */
export const leave = (): void => {
  if (consent === "off") return;
  const items = waiting();
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const some = items.slice(from, from + AT_ONCE);
    if (navigator.sendBeacon(endpoint, body(some)) && consent !== "granted") drop(some);
  }
};

/** Begin: what an earlier page left is sent, and what failed is tried as soon as there is a network again. */
export const begin = (): void => {
  addEventListener("online", () => {
    failures = 0;
    void send();
  });
  if (waiting().length) soon(SOON_MS);
};

/** The visitor chose: what is in memory goes where the choice says, what was stored goes when it must. */
export const move = (): void => {
  const items = consent === "off" ? [] : memory;
  memory = [];
  keep(consent === "granted" ? waiting().concat(items) : items);
};
