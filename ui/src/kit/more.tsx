/** Long lists: the first of them stand at once, the others come as one scrolls to their end. */

import { useEffect, useRef, useState, type ReactNode } from "react";

const AHEAD = "800px";

/** Return how many stand, and a mark to put below them while there are more. */
export function useMore(all: number, step: number): [number, ReactNode] {
  const [shown, setShown] = useState(step);
  return [shown, all > shown && <More key={shown} onSeen={() => setShown(shown + step)} />];
}

function More({ onSeen }: { onSeen: () => void }): ReactNode {
  const mark = useRef<HTMLDivElement>(null);
  const heard = useRef(onSeen);
  heard.current = onSeen;
  useEffect(() => {
    const { current } = mark;
    if (!current) return undefined;
    const seen = new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && heard.current(), { rootMargin: AHEAD });
    seen.observe(current);
    return () => seen.disconnect();
  }, []);
  return <div ref={mark} className="more-to-come" aria-hidden="true" />;
}
