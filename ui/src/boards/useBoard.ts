/** A board that several people change: what one does shows at once, here and at everybody else's. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { api, data } from "../lib/api/client";
import type { Board, Place } from "../lib/api/contract";
import { device } from "../lib/storage";
import { board as boardQuery } from "../library/queries";
import type { Content } from "./merging";
import { Outbox } from "./outbox";
import { Steps, without } from "./steps";

export type Change = (board: Board) => Partial<Content>;

export interface BoardInHand {
  board: Board | null;
  error: unknown;
  /** There are changes the server does not have yet. */
  waiting: boolean;
  change: (change: Change) => void;
  /** What was changed here, to be taken back. */
  steps: Steps;
}

const BACK = "online";
const taken = new Map<string, Steps>(); // what was done can be taken back after one looked at something else
const outboxes = new Map<string, Outbox>(); // they go on sending when the page shows something else

function outboxOf(id: string): Outbox {
  const path = { params: { path: { board: id } } };
  const key = `footpath.board.${id}`;
  const made = outboxes.get(id) ?? new Outbox({
    read: () => data(api.GET("/api/v1/boards/{board}", path)),
    write: (revision, content) => data(api.PATCH("/api/v1/boards/{board}", { ...path, body: { revision, ...content } })),
    keep: (text) => (text === null ? device.drop(key) : device.set(key, text)),
    kept: () => device.get(key),
    wait: (ms) => new Promise((done) => {
      const go = (): void => { removeEventListener(BACK, go); clearTimeout(timer); done(); };
      const timer = setTimeout(go, ms);
      addEventListener(BACK, go);
    }),
  });
  outboxes.set(id, made);
  return made;
}

function stepsOf(id: string): Steps {
  const made = taken.get(id) ?? new Steps();
  taken.set(id, made);
  return made;
}

export function useBoard(id: string): BoardInHand {
  const outbox = outboxOf(id);
  const found = useQuery(boardQuery(id));
  const board = useSyncExternalStore(outbox.subscribe, outbox.board);
  const waiting = useSyncExternalStore(outbox.subscribe, outbox.waiting);
  const error = useSyncExternalStore(outbox.subscribe, outbox.error);
  useEffect(() => { if (found.data) outbox.learn(found.data); }, [outbox, found.data]);
  const steps = stepsOf(id);
  const change = (made: Change): void => {
    const before = outbox.board();
    if (!before) return;
    outbox.change(made(before));
    const after = outbox.board() ?? before;
    const go = (from: Board, to: Board): void => { const now = outbox.board(); if (now) outbox.change(without(to, from, now)); };
    steps.did({ back: () => go(after, before), forth: () => go(before, after) });
  };
  return { board, error: error ?? (waiting ? null : found.error), waiting, change, steps };
}

export const newId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => (byte % 36).toString(36)).join("");

export const replaced = (places: readonly Place[], id: string, given: Partial<Place>): Place[] => places.map((one) => (one.id === id ? { ...one, ...given } : one));
