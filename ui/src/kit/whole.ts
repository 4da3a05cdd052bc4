/** Showing a page once all that decides where its parts stand is here, so that nothing jumps under the hand. */

import { useEffect, useState } from "react";

const PATIENCE_MS = 1500;

/** Say whether to show it: from when all is here, or has been waited for long enough, until the page is left. */
export function useWhole(here: boolean, patience = PATIENCE_MS): boolean {
  const [shown, setShown] = useState(here);
  if (here && !shown) setShown(true);
  useEffect(() => {
    if (shown) return undefined;
    const timer = setTimeout(() => setShown(true), patience);
    return () => clearTimeout(timer);
  }, [shown, patience]);
  return shown || here;
}
