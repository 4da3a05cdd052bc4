import { afterEach, expect, test, vi } from "vitest";
import { device } from "../src/lib/storage";

afterEach(() => vi.unstubAllGlobals());

/** A browser's storage that may be forbidden at any time, as it is in a frame on another site. */
function browser(): { forbid: (on: boolean) => void } {
  const kept: Record<string, string> = {};
  let forbidden = false;
  const storage = Object.create({ getItem: (key: string) => kept[key] ?? null, setItem: (key: string, value: string) => { kept[key] = value; }, removeItem: (key: string) => { delete kept[key]; } }) as Storage;
  const keyed = new Proxy(storage, { ownKeys: () => Object.keys(kept), getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
  vi.stubGlobal("localStorage", keyed);
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get: () => { if (forbidden) throw new DOMException("Access is denied for this document.", "SecurityError"); return keyed; } });
  return { forbid: (on) => { forbidden = on; } };
}

test("pages remember where the browser lets them keep nothing, and keep where it does", () => {
  const { forbid } = browser();
  device.set("a", "kept");
  forbid(true);
  expect([device.get("a"), device.keys()]).toEqual([null, []]);
  device.set("a", "remembered");
  device.set("b", "too");
  expect([device.get("a"), device.get("b"), device.keys()]).toEqual(["remembered", "too", ["a", "b"]]);
  device.drop("a");
  expect(device.get("a")).toBe(null);
  forbid(false);
  expect([device.get("a"), device.keys()]).toEqual(["kept", ["b", "a"]]);
  device.set("b", "kept too");
  device.drop("a");
  expect([device.get("b"), device.keys()]).toEqual(["kept too", ["b"]]);
});
