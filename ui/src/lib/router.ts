/** Addresses: the path says the page, the query its state. */

import { createElement, useCallback, useSyncExternalStore, type AnchorHTMLAttributes, type ReactNode } from "react";

const heard = new Set<() => void>();
const changed = (): void => heard.forEach((one) => one());
addEventListener("popstate", changed);

export function go(to: string, replace = false): void {
  if (to === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  changed();
}

const subscribe = (one: () => void): (() => void) => {
  heard.add(one);
  return () => heard.delete(one);
};

export const useAddress = (): string => useSyncExternalStore(subscribe, () => location.pathname + location.search);

/** Return a query parameter and a way to set it ("" takes it out) without a step in the history. */
export function useQueryState(name: string): [string, (value: string) => void] {
  const address = useAddress();
  const value = new URLSearchParams(address.split("?")[1] ?? "").get(name) ?? "";
  const set = useCallback((next: string) => {
    const query = new URLSearchParams(location.search);
    if (next) query.set(name, next);
    else query.delete(name);
    const text = query.toString();
    go(location.pathname + (text ? `?${text}` : ""), true);
  }, [name]);
  return [value, set];
}

export function Link({ to, ...rest }: { to: string; children?: ReactNode } & AnchorHTMLAttributes<HTMLAnchorElement>): ReactNode {
  return createElement("a", {
    href: to,
    ...rest,
    onClick: (event: React.MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      go(to);
    },
  });
}
