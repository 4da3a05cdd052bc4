/** Errors of the page's scripts: what they say without what they may give away. */
import { clean } from "./cleaning";
import { happen, on } from "./events";

const MOST = 10; // a page that fails in a loop says nothing new

const seen = new Set<string>();

const tell = (message: unknown, where?: string): void => {
  const text = clean(String(message)) || "Error";
  if (seen.has(text) || seen.size >= MOST) return;
  seen.add(text);
  happen("log", "Error", { message: text, where });
};

export const watchErrors = (): void => {
  on("error", (event) => {
    const { message, filename, lineno } = event as ErrorEvent;
    if (message) tell(message, clean(filename.replace(/^\w+:\/\/[^/]*/, "")) + ":" + lineno);
  }, window);
  on("unhandledrejection", (event) => {
    const { reason } = event as PromiseRejectionEvent;
    tell((reason as Error | undefined)?.message ?? reason);
  }, window);
};
