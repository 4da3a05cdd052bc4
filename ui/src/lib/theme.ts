/** Light, dark, or as the system says. */

import { useSyncExternalStore } from "react";
import { device } from "./storage";

export type Theme = "auto" | "light" | "dark";
const STORED = "footpath.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const heard = new Set<() => void>();

export const chosen = (): Theme => {
  const stored = device.get(STORED);
  return stored === "light" || stored === "dark" ? stored : "auto";
};

export const scheme = (): "light" | "dark" => {
  const one = chosen();
  return one === "auto" ? (dark.matches ? "dark" : "light") : one;
};

function apply(): void {
  document.documentElement.dataset.theme = scheme();
  heard.forEach((one) => one());
}

export function wear(theme: Theme): void {
  device.set(STORED, theme);
  apply();
}

dark.addEventListener("change", apply);
apply();

export const useScheme = (): "light" | "dark" =>
  useSyncExternalStore((one) => {
    heard.add(one);
    return () => heard.delete(one);
  }, scheme);
