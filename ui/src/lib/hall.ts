/** The wire on which everybody who looks at a workspace's library hears what changes there, and who else is where. */

import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";

export interface Other {
  number: number;
  id: string;
  name: string;
  at: string;
  holds: string;
  x: number;
  y: number;
}

export type Standpoint = Pick<Other, "at" | "holds" | "x" | "y">;

type News = { changed?: [string, string, number]; here?: Other[] };

const REFUSED = [4401, 4403, 4404];
const FIRST_MS = 250;
const LONGEST_MS = 5000;
const TICK_MS = 50; // between two messages of where something is dragged
const COLOURS = ["--second", "--third", "--fourth", "--fifth", "--accent"];
const NOBODY: readonly Other[] = [];

export const colourOf = (one: Other): string => COLOURS[one.number % COLOURS.length] ?? "--accent";

class Hall {
  #workspace = "";
  #client: QueryClient | null = null;
  #users = 0;
  #socket: WebSocket | null = null;
  #others: readonly Other[] = NOBODY;
  #live = false;
  #pause = FIRST_MS;
  #again: ReturnType<typeof setTimeout> | undefined;
  #ticking: ReturnType<typeof setTimeout> | undefined;
  #mine: Standpoint = { at: "", holds: "", x: 0, y: 0 };
  #heard = new Set<() => void>();

  others = (): readonly Other[] => this.#others;
  live = (): boolean => this.#live;

  subscribe = (heard: () => void): (() => void) => {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  };

  /** Stay until what is returned is called. */
  enter(workspace: string, client: QueryClient): () => void {
    if (this.#workspace !== workspace) this.#close();
    [this.#workspace, this.#client] = [workspace, client];
    this.#users += 1;
    if (!this.#socket) this.#open();
    addEventListener("online", this.#now);
    return () => {
      this.#users -= 1;
      if (this.#users === 0) this.#close();
    };
  }

  stand(mine: Partial<Standpoint>): void {
    this.#mine = { ...this.#mine, ...mine };
    if (this.#ticking) return;
    this.#ticking = setTimeout(() => { this.#ticking = undefined; this.#say(); }, TICK_MS);
  }

  #close(): void {
    removeEventListener("online", this.#now);
    clearTimeout(this.#again);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#tell(NOBODY, false);
  }

  #now = (): void => { if (!this.#socket) { clearTimeout(this.#again); this.#open(); } };

  #open(): void {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws/workspaces/${this.#workspace}`);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.onmessage = ({ data }) => { if (this.#socket === socket) this.#take(JSON.parse(new TextDecoder().decode(data as ArrayBuffer)) as News); };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#tell(NOBODY, false);
      if (REFUSED.includes(code)) return;
      this.#again = setTimeout(() => this.#open(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST_MS);
    };
  }

  #take({ changed, here }: News): void {
    if (!this.#live) { // whatever changed while nobody told is asked for
      this.#pause = FIRST_MS;
      this.#say();
      for (const key of ["board", "boards", "items", "item"]) this.#stale(key);
    }
    this.#tell(here ?? this.#others, true);
    if (!changed) return;
    const [what, which] = changed;
    this.#stale(what, which);
    this.#stale(`${what}s`, this.#workspace);
  }

  #stale(...queryKey: string[]): void {
    void this.#client?.invalidateQueries({ queryKey });
  }

  #say(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(new TextEncoder().encode(JSON.stringify(this.#mine)));
  }

  #tell(others: readonly Other[], live: boolean): void {
    [this.#others, this.#live] = [others, live];
    this.#heard.forEach((one) => one());
  }
}

const hall = new Hall();

/** Say whether changes are told as they happen, so that nobody has to ask for them. */
export const isLive = (): boolean => hall.live();

/** Tell the others where this person is, or what is dragged where. */
export const stand = (mine: Partial<Standpoint>): void => hall.stand(mine);

/** Stay in the hall of a workspace while a part of its library is shown. */
export function useHall(workspace: string, at: string): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!workspace) return undefined;
    return hall.enter(workspace, client);
  }, [workspace, client]);
  useEffect(() => { stand({ at, holds: "" }); }, [at]);
}

/** Return who else is there. */
export const useOthers = (): readonly Other[] => useSyncExternalStore(hall.subscribe, hall.others);
