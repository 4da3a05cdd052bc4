/** What is asked follows the address, and the address what is asked. */

import { go, useAddress } from "../lib/router";
import { askedIn, exploreAddress } from "./address";
import type { Asked } from "./asking";

export function useAsked(): [Asked, (part: Partial<Asked>) => void] {
  const asked = askedIn(useAddress());
  return [asked, (part) => go(exploreAddress({ ...asked, ...part }), true)];
}
