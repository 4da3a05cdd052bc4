/** A wire that rings when a thing changed, so that it is asked for at once instead of every second. */

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

const REFUSED = [4401, 4403, 4404];
const FIRST_MS = 250;
const LONGEST_MS = 5000;

/** Ask anew for a query whenever the wire at `path` rings; return whether it stands. `said` is what the server wants to hear first. */
export function useBell(path: string, key: string, which: string, said = ""): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    let socket: WebSocket | null = null;
    let pause = FIRST_MS;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      const wire = new WebSocket(`${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${path}`);
      wire.binaryType = "arraybuffer";
      socket = wire;
      wire.onopen = () => { if (said) wire.send(new TextEncoder().encode(said)); };
      wire.onmessage = () => {
        pause = FIRST_MS;
        setLive(true);
        void client.invalidateQueries({ queryKey: [key, which] });
      };
      wire.onclose = ({ code }) => {
        setLive(false);
        if (socket !== wire || REFUSED.includes(code)) return;
        again = setTimeout(open, pause);
        pause = Math.min(pause * 2, LONGEST_MS);
      };
    };
    open();
    return () => {
      clearTimeout(again);
      const wire = socket;
      socket = null;
      wire?.close();
    };
  }, [client, path, key, which, said]);
  return live;
}
