/** The focus on boards: whoever goes by keys is not thrown out when what they stood on comes or goes. */

/** Do something once a menu or dialog has gone, and given the focus back. */
export const afterwards = (work: () => void): void => void requestAnimationFrame(() => requestAnimationFrame(work));

/** Let the first of some elements that is there have the focus, once the board is drawn anew. */
export function focusOn(...selectors: readonly string[]): void {
  afterwards(() => selectors.map((one) => document.querySelector<HTMLElement>(one)).find(Boolean)?.focus());
}

/** What a node of a tree is gone on from: its menu. */
export const nodeMenu = (id: string): string => `[data-node="${CSS.escape(id)}"] .row > button`;
