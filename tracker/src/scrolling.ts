/** How far down a page was seen, in percent, told when it is left. */
import { happen, on } from "./events";
import { onLeaving } from "./pages";

let depth = 0;

export const watchScrolling = (): void => {
  on("scroll", (event) => {
    if (event.target !== document) return; // something scrolled inside the page
    const { scrollHeight } = document.documentElement;
    depth = Math.max(depth, Math.min(100, Math.round(((scrollY + innerHeight) / scrollHeight) * 100)));
  });
  onLeaving((page) => {
    if (depth) happen("log", "Scrolled", { depth }, { page });
    depth = 0;
  });
};
