/** Web vitals as Chrome's documentation defines them: how fast the page came, how still it stood, how quick it answered. */
import { happen, type Properties } from "./events";

interface Shift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
}
interface Interaction extends PerformanceEntry {
  interactionId?: number;
}

let fcp: number | undefined;
let lcp: number | undefined;
let cls = 0;
let shifts = 0;
let began = 0;
let ended = 0;
const interactions = new Map<number, number>();
let told = false;
let watching = false;

const observe = <T extends PerformanceEntry>(type: string, take: (entry: T) => void): void => {
  try {
    const options = { type, buffered: true, durationThreshold: 40 };
    new PerformanceObserver((list) => (list.getEntries() as T[]).forEach(take)).observe(options);
  } catch {
    // This browser does not measure it.
  }
};

/** The worst of a page's shifts, summed over windows of at most 5 s with less than 1 s between shifts. */
const shifted = (entry: Shift): void => {
  if (entry.hadRecentInput) return;
  const same = entry.startTime - ended < 1000 && entry.startTime - began < 5000;
  if (!same) began = entry.startTime;
  shifts = (same ? shifts : 0) + entry.value;
  ended = entry.startTime;
  cls = Math.max(cls, shifts);
};

/** The slowest interaction, leaving out one in fifty. */
const slowest = (): number | undefined => {
  const durations = [...interactions.values()].sort((a, b) => b - a);
  const all = (performance as { interactionCount?: number }).interactionCount ?? durations.length;
  return durations[Math.min(durations.length - 1, Math.floor(all / 50))];
};

export const watchVitals = (): void => {
  if (document.visibilityState === "hidden") return; // what loads in the background is shown late
  watching = true;
  observe("paint", (entry) => {
    if (entry.name === "first-contentful-paint") fcp = entry.startTime;
  });
  observe("largest-contentful-paint", (entry) => {
    lcp = entry.startTime;
  });
  observe("layout-shift", shifted);
  for (const type of ["event", "first-input"])
    observe<Interaction>(type, ({ interactionId: id, duration }) => {
      if (id) interactions.set(id, Math.max(duration, interactions.get(id) ?? 0));
    });
};

/** Tell them once, when the page is hidden for the first time. */
export const tellVitals = (): void => {
  if (told || !watching) return;
  told = true;
  const [loaded] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const whole: Properties = { ttfb: loaded?.responseStart, fcp, lcp, inp: slowest() };
  for (const name in whole) if (whole[name] !== undefined) whole[name] = Math.round(whole[name] as number);
  happen("log", "Web vitals", { ...whole, cls: Math.round(cls * 1000) / 1000 });
};
