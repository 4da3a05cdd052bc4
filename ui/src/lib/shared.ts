/** Whoever came by a link asks with the link. */

export const sharedToken = (path = location.pathname): string => /^\/(?:shared|embed)\/([^/]+)/.exec(path)?.[1] ?? "";
