/** One map open in this browser: the document, its copy on this device, the wire to the others, undo, and the view. */

import { IndexeddbPersistence } from "y-indexeddb";
import type { Awareness } from "y-protocols/awareness";
import { decoding } from "lib0";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import type { Edit } from "./model/edit";
import { ownLocale } from "./model/translating";
import { MapStore } from "./model/store";
import { undoManager } from "./model/undo";

export type Wire = "connecting" | "live" | "offline" | "refused" | "frozen";

const SIGNED_OUT = 4401;
const REFUSED = [SIGNED_OUT, 4403, 4404];
const PATIENCE_MS = 1500; // for the copy on this device
const SAVED = 4; // the server's message that all up to a state vector is on disk
const COLOURS = ["--second", "--third", "--fourth", "--fifth", "--accent"];

/** `waiting`: there are edits the server does not have yet. */
export interface SessionState {
  wire: Wire;
  waiting: boolean;
  loaded: boolean;
  /** All that the server has is here. */
  whole: boolean;
  /** The server lets one in no more, for nobody is signed in. */
  signedOut: boolean;
}

export interface Peer {
  id: number;
  name: string;
  colour: string;
  cell: string | null;
}

export class MapSession {
  readonly doc = new Y.Doc();
  readonly origin = {};
  readonly undo = undoManager(this.doc, this.origin);
  readonly store: MapStore;
  readonly wire: WebsocketProvider;
  readonly awareness: Awareness;
  #kept: IndexeddbPersistence;
  #heard = new Set<() => void>();
  #state: SessionState = { wire: "connecting", waiting: false, loaded: false, whole: false, signedOut: false };
  #peers: readonly Peer[] = [];
  #closed = false;
  #reading = "";
  /** Whose edits came from this device: this visit's, and those kept from visits before. */
  #own = new Set<number>([this.doc.clientID]);

  constructor(readonly id: string, private locale: string, readonly name: string, readonly writable: boolean, readonly token = "") {
    this.store = new MapStore(this.doc, locale);
    this.#kept = new IndexeddbPersistence(`footpath/${id}`, this.doc);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.wire = new WebsocketProvider(`${scheme}//${location.host}/ws/maps`, id, this.doc, { params: token ? { share: token } : {}, maxBackoffTime: 5000, disableBc: true, connect: false });
    this.awareness = this.wire.awareness;
    this.awareness.setLocalStateField("user", { name, colour: COLOURS[this.doc.clientID % COLOURS.length] });
    this.#listen();
    void this.#connect();
  }

  /** Come to the server with what is on this device, so that only what differs goes over the wire. */
  async #connect(): Promise<void> {
    const late = new Promise((done) => setTimeout(done, PATIENCE_MS));
    await Promise.race([this.#kept.whenSynced, late]).catch(() => undefined);
    if (!this.#closed) this.wire.connect();
  }

  get edit(): Edit {
    return { doc: this.doc, locale: this.#reading || this.locale, origin: this.origin, ...(this.#reading ? { own: ownLocale(this.store.get()) } : {}) };
  }

  /** Follow the language of the pages. */
  speak(locale: string): void {
    this.locale = locale;
    this.read(this.#reading);
  }

  /** Read and type the texts in a language of their own, "" for that of the pages. */
  read(reading: string): void {
    this.#reading = reading;
    this.store.speak(reading || this.locale, reading !== "");
  }

  state = (): SessionState => this.#state;
  peers = (): readonly Peer[] => this.#peers;

  subscribe = (heard: () => void): (() => void) => {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  };

  /** Tell the others where this person is. */
  point(cell: string | null): void {
    this.awareness.setLocalStateField("cell", cell);
  }

  /** Forget the copy on this device, for a map that may not be seen any longer. */
  async forget(): Promise<void> {
    await this.#kept.clearData();
  }

  /** A line that is away is told at once: the socket itself would notice after half a minute. */
  #lineAway = (): void => {
    if (this.#state.wire === "refused") return;
    this.wire.disconnect();
    this.#say({ wire: "offline" });
  };

  #lineBack = (): void => {
    if (this.#state.wire !== "refused") this.wire.connect();
  };

  #leave = (): void => this.awareness.setLocalState(null);

  close(): void {
    this.#closed = true;
    removeEventListener("pagehide", this.#leave);
    removeEventListener("offline", this.#lineAway);
    removeEventListener("online", this.#lineBack);
    this.store.close();
    this.undo.destroy();
    this.wire.destroy();
    void this.#kept.destroy().then(() => this.doc.destroy());
  }

  #listen(): void {
    this.wire.on("status", ({ status }) => this.#say({ wire: status === "connected" ? "live" : this.#state.wire === "refused" ? "refused" : navigator.onLine ? "connecting" : "offline" }));
    this.wire.on("sync", (synced: boolean) => synced && this.#say({ loaded: true, whole: true }));
    this.wire.messageHandlers[SAVED] = (_encoder, decoder) => {
      const theirs = Y.decodeStateVector(decoding.readVarUint8Array(decoder));
      const mine = Y.decodeStateVector(Y.encodeStateVector(this.doc));
      // What others did meanwhile is theirs to get saved.
      if ([...this.#own].every((client) => (theirs.get(client) ?? 0) >= (mine.get(client) ?? 0))) this.#say({ waiting: false });
    };
    addEventListener("pagehide", this.#leave);
    addEventListener("offline", this.#lineAway);
    addEventListener("online", this.#lineBack);
    this.wire.on("connection-close", (event) => {
      if (event && REFUSED.includes(event.code)) {
        this.wire.disconnect();
        this.#say({ wire: "refused", signedOut: event.code === SIGNED_OUT });
      } else this.#say({ wire: "offline" });
    });
    this.#kept.whenSynced.then(() => {
      for (const client of Y.decodeStateVector(Y.encodeStateVector(this.doc)).keys()) this.#own.add(client);
      if (this.store.get().tree.columns.length || this.store.get().lanes.length) this.#say({ loaded: true });
    }, () => undefined);
    this.doc.on("update", (_update: Uint8Array, origin: unknown) => {
      if (origin !== this.wire && origin !== this.#kept && !this.#state.waiting) this.#say({ waiting: true });
    });
    this.awareness.on("change", () => {
      this.#peers = [...this.awareness.getStates()].flatMap(([id, state]) => {
        const user = state.user as { name: string; colour: string } | undefined;
        return id === this.doc.clientID || !user ? [] : [{ id, name: user.name, colour: user.colour, cell: (state.cell as string | null) ?? null }];
      });
      this.#heard.forEach((one) => one());
    });
  }

  #say(part: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...part };
    this.#heard.forEach((one) => one());
  }
}
