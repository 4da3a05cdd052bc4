/** Who the visitor is and what they agreed to. Only with consent is an id stored, and in localStorage alone. */
import { isConsent, unasked, type Consent } from "./settings";

interface Visitor {
  anonymous: string;
  /** What they chose when they were asked; without it holds what the page says. */
  choice?: Consent;
  user?: string;
  account?: string;
}

const PLACE = "footpath";

/** A random id of 128 bits. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

/** Storage may be full, or forbidden by the browser: then things live as long as the page. */
export const stored = <T>(place: string): T | null => {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "null") as T | null;
  } catch {
    return null;
  }
};

/** Store a value, or nothing; say whether it worked. */
export const store = (place: string, value: object | null): boolean => {
  try {
    value ? localStorage.setItem(place, JSON.stringify(value)) : localStorage.removeItem(place);
    return true;
  } catch {
    return false;
  }
};

const known = stored<Partial<Visitor>>(PLACE) ?? {};
export let consent: Consent = isConsent(known.choice) ? known.choice : unasked();
export let visitor: Visitor = { anonymous: newId(), ...(consent === "granted" || known.choice ? known : {}) };

const remember = (): void => {
  // A choice against what the page does by itself has to be known on the next page; it names nobody.
  const refused = visitor.choice && consent !== unasked() ? { choice: consent } : null;
  store(PLACE, consent === "granted" ? visitor : refused);
};

/** Take the visitor's choice; who withdraws their consent is somebody new, and what was stored of them is gone. */
export const choose = (choice: unknown): boolean => {
  if (!isConsent(choice) || choice === visitor.choice) return false;
  visitor = { ...(consent === "granted" && choice !== consent ? { anonymous: newId() } : visitor), choice };
  consent = choice;
  remember();
  return true;
};

export const become = (change: Partial<Visitor>): void => {
  visitor = { ...visitor, ...change };
  remember();
};

/** Somebody else sits here now; what was chosen on this device stays. */
export const forget = (): void => {
  const { choice } = visitor;
  visitor = { anonymous: newId(), ...(choice && { choice }) };
  remember();
};

remember();
