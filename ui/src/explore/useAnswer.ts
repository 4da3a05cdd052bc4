/** Ask what the address asks, a little after the last change, and anew when the data change. */

import { useEffect, useState } from "react";
import { answered, type Asked } from "./asking";
import { sent } from "./address";
import type { Answer } from "./types";

const SETTLE_MS = 350;

export interface Asking {
  answer: Answer | null;
  /** Share done while it runs, null when it does not. */
  running: number | null;
  error: unknown;
  stop: () => void;
}

export function useAnswer(w: string, asked: Asked, ready: boolean, version: string): Asking {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [running, setRunning] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [stopper, setStopper] = useState<AbortController | null>(null);
  const key = JSON.stringify({ ...asked, fields: sent(asked.fields) });

  useEffect(() => {
    if (!ready || !w) {
      setAnswer(null);
      setError(null);
      return undefined;
    }
    const stopped = new AbortController();
    setStopper(stopped);
    const timer = setTimeout(() => {
      setRunning(0);
      answered(w, JSON.parse(key) as Asked, stopped.signal, setRunning)
        .then((found) => { setAnswer(found); setError(null); })
        .catch((problem: unknown) => { if (!stopped.signal.aborted) setError(problem); })
        .finally(() => setRunning(null));
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      stopped.abort();
    };
  }, [w, key, ready, version]);

  return { answer: answer?.analysis === asked.analysis ? answer : null, running, error, stop: () => stopper?.abort() };
}
