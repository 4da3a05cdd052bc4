/** What a link outside is called where it is shown. */

import type { Item } from "../lib/api/contract";

/** Its label, else its host; an old link that is no whole address is shown as it was written. */
export function linkName(link: Item["links"][number]): string {
  return link.label || (URL.canParse(link.url) && new URL(link.url).host) || link.url;
}
