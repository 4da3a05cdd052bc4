/** The face of a persona: its picture, or one drawn from its id, always the same. */

import type { ReactNode } from "react";
import { addressOf } from "../library/Files";

const COLOURS = ["--accent", "--second", "--third", "--fourth", "--fifth"];
const HAIR = ["M14 27c-1-13 5-18 14-18s15 5 14 18c-3-7-7-10-14-10s-11 3-14 10z", "M13 36c-3-19 3-28 15-28s18 9 15 28l-5-1c2-9 1-15-3-18-6 2-11 2-14 0-4 3-5 9-3 18z", "M15 23c0-10 5-14 13-14s13 4 13 14c-2-4-4-6-6-6-4 2-10 2-14 0-2 0-4 2-6 6z", "M12 30c-2-15 5-22 16-22s18 7 16 22c-1-5-3-9-5-10-7 3-15 1-19-5-1 6-6 8-8 15z"];

function hash(text: string): number {
  let sum = 2166136261;
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 16777619) >>> 0;
  return sum;
}

export function Face({ id, photo, size = 56 }: { id: string; photo?: string | undefined; size?: number }): ReactNode {
  if (photo) return <img className="portrait" src={addressOf(photo)} width={size} height={size} alt="" />;
  const seed = hash(id);
  const colour = `var(${COLOURS[seed % COLOURS.length]})`;
  return (
    <svg className="portrait" width={size} height={size} viewBox="0 0 56 56" aria-hidden="true">
      <rect width="56" height="56" fill="var(--accent-soft)" />
      <path d="M8 56c1-11 8-16 20-16s19 5 20 16z" fill={colour} />
      <circle cx="28" cy="27" r="11.5" fill="var(--bg)" stroke={colour} strokeWidth="1.4" />
      <path d={HAIR[(seed >>> 8) % HAIR.length]} fill={colour} opacity="0.85" />
      <path d={(seed >>> 16) % 2 ? "M24 32q4 3 8 0" : "M24.5 32.5h7"} fill="none" stroke={colour} strokeWidth="1.4" strokeLinecap="round" />
      {(seed >>> 20) % 3 === 0 && <path d="M20 26a3.4 3.4 0 0 0 6.8 0a3.4 3.4 0 0 0-6.8 0m9.200 0a3.400 3.400 0 0 0 6.8 0a3.400 3.400 0 0 0-6.800 0m-2.400 0h2.400" fill="none" stroke={colour} strokeWidth="1.2" />}
    </svg>
  );
}
