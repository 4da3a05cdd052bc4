/** The worker that opens the pages without a network. */

import { device } from "./storage";

const WORKER = "/worker.js";

/** Start it, and let it keep what this page has loaded. */
export async function workOffline(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(WORKER);
    const { active } = await navigator.serviceWorker.ready;
    const keep = (): void => active?.postMessage({ keep: performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.startsWith(location.origin)) });
    keep();
    new PerformanceObserver(keep).observe({ type: "resource" });
  } catch {
    // Private windows and plain http have no workers: the pages need the network there, and say so.
  }
}

/** Forget what was kept for somebody who signs out. */
export async function forgetAnswers(): Promise<void> {
  for (const key of device.keys()) if (key.startsWith("footpath.board.")) device.drop(key);
  if (!("serviceWorker" in navigator)) return;
  (await navigator.serviceWorker.getRegistration())?.active?.postMessage({ forget: true });
}
