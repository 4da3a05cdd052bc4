/** What a link outside is called where it is shown. */

import type { Item } from "../lib/api/contract";

/** What a ticket is called where there is little room: "shop/web#12" is "#12". */
export const linkKey = (key: string): string => key.slice(Math.max(0, key.lastIndexOf("#")));

/** Its label, else its host; an old link that is no whole address is shown as it was written. */
export function linkName(link: Item["links"][number]): string {
  return link.label || (URL.canParse(link.url) && new URL(link.url).host) || link.url;
}
