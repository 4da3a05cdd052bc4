/** What this browser changed on a board and the server does not have yet: kept on the device, sent one after the other,
 * put together with what others changed meanwhile, and sent again when the line or the server was away. */

import { Problem } from "../lib/api/client";
import type { Board } from "../lib/api/contract";
import { alike, merged, type Content } from "./merging";

export interface Wire {
  read: () => Promise<Board>;
  write: (revision: number, content: Content) => Promise<Board>;
  keep: (text: string | null) => void;
  kept: () => string | null;
  wait: (ms: number) => Promise<void>;
}

const FIRST_MS = 250;
const LONGEST_MS = 5000;

export class Outbox {
  #base: Board | null = null; // as the server has it, as far as we know
  #mine: Content | null = null; // what is to be shown and sent
  #shown: Board | null = null;
  #sending = false;
  #error: unknown = null;
  #heard = new Set<() => void>();

  constructor(private wire: Wire) {
    const kept = wire.kept();
    if (!kept) return;
    const { base, mine } = JSON.parse(kept) as { base: Board; mine: Content };
    this.#take(base, mine);
    void this.#send();
  }

  subscribe = (heard: () => void): (() => void) => {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  };

  board = (): Board | null => this.#shown;
  waiting = (): boolean => this.#base !== null && this.#mine !== null && !alike(this.#base, this.#mine);
  error = (): unknown => this.#error;

  /** Take what the server says now; an older answer that came late is passed over. */
  learn(theirs: Board): void {
    if (this.#base && theirs.revision <= this.#base.revision) return;
    this.#take(theirs, this.#base && this.#mine ? merged(this.#base, this.#mine, theirs) : theirs);
  }

  change(made: Partial<Content>): void {
    if (!this.#base || !this.#mine) return;
    this.#error = null;
    this.#take(this.#base, { ...this.#mine, ...made });
    void this.#send();
  }

  #take(base: Board, mine: Content): void {
    const { title, places, arrows } = mine;
    [this.#base, this.#mine] = [base, { title, places, arrows }];
    this.#shown = { ...base, title, places, arrows };
    this.wire.keep(this.waiting() ? JSON.stringify({ base, mine: this.#mine }) : null);
    this.#heard.forEach((one) => one());
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    let pause = FIRST_MS;
    while (this.waiting()) {
      const [base, sent] = [this.#base as Board, this.#mine as Content];
      try {
        const made = await this.wire.write(base.revision, sent);
        this.#take(made, merged(sent, this.#mine as Content, made));
        pause = FIRST_MS;
      } catch (error) {
        await this.#failed(error, pause);
        pause = Math.min(pause * 2, LONGEST_MS);
      }
    }
    this.#sending = false;
  }

  /** Wait for a server that is away, read what others changed, or give up what the server will never take. */
  async #failed(error: unknown, pause: number): Promise<void> {
    const status = error instanceof Problem ? error.status : 0;
    if (status === 409) await this.wire.read().then((theirs) => this.learn(theirs), () => this.wire.wait(pause));
    else if (status === 0 || status >= 500 || status === 429) await this.wire.wait(pause);
    else {
      this.#error = error;
      this.#take(this.#base as Board, this.#base as Board);
    }
  }
}
