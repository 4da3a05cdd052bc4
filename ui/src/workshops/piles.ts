/** Notes by the pile they lie on, most votes first; those on none come first of all. */

import type { StickyNote } from "../lib/api/contract";

export interface PileOf {
  name: string;
  notes: StickyNote[];
  votes: number;
}

export function piled(notes: readonly StickyNote[], empty: readonly string[] = []): PileOf[] {
  const found = new Map<string, StickyNote[]>([["", []], ...empty.map((name): [string, StickyNote[]] => [name, []])]);
  for (const one of notes) found.set(one.pile, [...(found.get(one.pile) ?? []), one]);
  const piles = [...found].map(([name, mine]) => ({ name, notes: mine, votes: mine.reduce((sum, one) => sum + (one.votes ?? 0), 0) }));
  const [loose, ...named] = piles;
  const ranked = named.toSorted((a, b) => b.votes - a.votes);
  return loose && (loose.notes.length > 0 || ranked.length === 0) ? [loose, ...ranked] : ranked;
}
