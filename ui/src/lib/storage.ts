/** What this browser keeps for the pages. Where it lets them keep nothing, as in a frame on another site, they remember for as long as they are open. */

type Name = "localStorage" | "sessionStorage";

export interface Kept {
  get: (key: string) => string | null;
  set: (key: string, value: string) => void;
  drop: (key: string) => void;
  keys: () => string[];
}

function keptIn(name: Name): Kept {
  const memory = new Map<string, string>();
  const allowed = <T>(ask: (storage: Storage) => T, instead: () => T): T => {
    try {
      return ask(globalThis[name]);
    } catch {
      return instead();
    }
  };
  return {
    get: (key) => memory.get(key) ?? allowed((storage) => storage.getItem(key), () => null),
    set: (key, value) => allowed((storage) => { storage.setItem(key, value); memory.delete(key); }, () => void memory.set(key, value)),
    drop: (key) => { memory.delete(key); allowed((storage) => storage.removeItem(key), () => undefined); },
    keys: () => [...new Set([...memory.keys(), ...allowed((storage) => Object.keys(storage), () => [])])],
  };
}

export const device = keptIn("localStorage");
export const visit = keptIn("sessionStorage");
