/** The people behind a part of a chart, out of the table of people the same answer holds. */

import { num, rowsOf, said, type Row } from "../charts/table";
import type { Answer } from "./types";

export interface Group {
  label: "left" | "here" | "all";
  people: readonly { id: string; row: Row }[];
}

const asPeople = (rows: readonly Row[]): Group["people"] => rows.map((row) => ({ id: said(row.person), row }));

const ofValue = (row: Row, spot: Row): boolean => spot.value === undefined || row.value === undefined || row.value === spot.value;

/** Return who is behind a part: of a step of a funnel those who left before it and those who got there. */
export function behind(answer: Answer, spot: Row | undefined): Group[] {
  const people = rowsOf(answer.tables.people);
  if (!people.length) return [];
  if (answer.analysis === "funnel" && spot && typeof spot.step === "number") {
    const mine = people.filter((row) => ofValue(row, spot));
    const here = mine.filter((row) => num(row.furthest) >= num(spot.step));
    const left = mine.filter((row) => num(row.furthest) === num(spot.step) - 1);
    return [...(num(spot.step) > 1 ? [{ label: "left" as const, people: asPeople(left) }] : []), { label: "here", people: asPeople(here) }];
  }
  const [shared] = Object.keys(spot ?? {}).filter((name) => name !== "share" && name !== "low" && name !== "high" && people[0] && name in people[0] && !["visits", "distance"].includes(name));
  const found = shared && spot ? people.filter((row) => row[shared] === spot[shared]) : people;
  return [{ label: "all", people: asPeople(found) }];
}
