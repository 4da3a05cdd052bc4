/** How a map is looked at stands in its address: a link to it, or going back, shows the same. */

import { useEffect, useRef } from "react";
import { go, useAddress } from "../../lib/router";
import type { Editor } from "../editor";
import { asked, looking } from "../model/address";

const query = (address: string): string => address.slice(location.pathname.length);

export function useLooking(editor: Editor): void {
  const address = useAddress();
  const ours = useRef<string | null>(null);

  useEffect(() => {
    const given = query(address);
    if (given !== ours.current) {
      const next = looking(given);
      editor.session.read(next.speech);
      // Cards that a filter lets through all the same stay, while another part of the address changes.
      if (asked(next, "") !== asked(editor.state, "")) editor.set(next);
    }
    ours.current = given;
  }, [editor, address]);

  useEffect(() => {
    let { filter, hiddenLanes, foldedLanes, foldedStages, speech, zoom } = editor.state;
    return editor.subscribe(() => {
      const now = editor.state;
      const same = now.filter === filter && now.hiddenLanes === hiddenLanes && now.foldedLanes === foldedLanes && now.foldedStages === foldedStages && now.speech === speech && now.zoom === zoom;
      if (same) return;
      ({ filter, hiddenLanes, foldedLanes, foldedStages, speech, zoom } = now);
      const next = asked(now, location.search);
      ours.current = next;
      if (next !== location.search) go(location.pathname + next, true);
    });
  }, [editor]);
}
