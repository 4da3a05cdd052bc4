/** Whether the window is as narrow as a phone. */

import { useSyncExternalStore } from "react";

const narrow = matchMedia("(max-width: 760px)");

const follow = (heard: () => void): (() => void) => {
  narrow.addEventListener("change", heard);
  return () => narrow.removeEventListener("change", heard);
};

export const isNarrow = (): boolean => narrow.matches;

export const useNarrow = (): boolean => useSyncExternalStore(follow, isNarrow);
