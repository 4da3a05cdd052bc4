/** Leaving out what is nobody's business: addresses, tokens and what stands behind a question mark. */

/** Return a text without queries, e-mail addresses and long tokens or numbers, 200 characters at most. */
export const clean = (text: string): string =>
  text
    .slice(0, 999)
    .replace(/[?#][^\s"')]*=[^\s"')]*/g, "")
    .replace(/[^\s/"'(<=]+(@|%40)[^\s/"')>]+/g, "…")
    .replace(/\w*\d\w*/g, (word) => (word.length > 23 || /\d{9}/.test(word) ? "…" : word))
    .slice(0, 200);

/** Return the path of the page, with the route of applications that keep it behind "#/". */
export const pageOf = (where: Location): string => {
  const route = /^#!?(\/[^?]*)/.exec(where.hash);
  return clean(route ? where.pathname.replace(/\/$/, "") + route[1] : where.pathname);
};

/** Say where an element is without saying what it holds: its tag and id, or tag and first class. */
export const nameOf = (element: Element): string => {
  const id = element.getAttribute("id");
  const styled = element.classList[0];
  return clean(element.localName + (id ? "#" + id : styled ? "." + styled : ""));
};

export const ignored = (element: Element): boolean => !!element.closest("[data-fp-ignore]");
