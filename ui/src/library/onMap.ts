/** Files that a map shows: to people with a link they come through the link. */

const OWN = "/api/v1/attachments/";

export const sharedToken = (path = globalThis.location?.pathname ?? ""): string => /^\/(?:shared|embed)\/([^/]+)/.exec(path)?.[1] ?? "";

export function shownAddress(src: string, token = sharedToken()): string {
  return token && src.startsWith(OWN) ? `/api/v1/shared/${token}/attachments/${src.slice(OWN.length)}` : src;
}
