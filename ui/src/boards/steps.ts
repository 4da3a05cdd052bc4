/** What one did on a board oneself, step by step, to be taken back and done again; what others did meanwhile stays. */

import { alike, merged, type Content } from "./merging";

export interface Step {
  back: () => void;
  forth: () => void;
}

const MOST = 200;

export class Steps {
  #done: Step[] = [];
  #undone: Step[] = [];
  #heard = new Set<() => void>();

  subscribe = (heard: () => void): (() => void) => {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  };

  /** Which ways can be gone: "", "b", "f" or "bf". */
  ways = (): string => `${this.#done.length ? "b" : ""}${this.#undone.length ? "f" : ""}`;

  did(step: Step): void {
    this.#done = [...this.#done, step].slice(-MOST);
    this.#undone = [];
    this.#tell();
  }

  back = (): void => this.#go(this.#done, this.#undone, "back");
  forth = (): void => this.#go(this.#undone, this.#done, "forth");

  #go(from: Step[], to: Step[], way: keyof Step): void {
    const step = from.pop();
    if (!step) return;
    to.push(step);
    step[way]();
    this.#tell();
  }

  #tell(): void {
    this.#heard.forEach((one) => one());
  }
}

/** Return `now` without what led from `before` to `after`. */
export const without = (before: Content, after: Content, now: Content): Content => (alike(after, now) ? before : merged(after, before, now));
