/** Searching the audit log: the server looks for words in what it keeps, the page says what its own words stand for. */

import { useEffect, useState } from "react";
import { deedsWith } from "./deeds";
import { valuesWith } from "./details";
import type { Thing } from "./things";

const REST_MS = 300;
const MOST = 60; // values a word can stand for; who types more of it is shown fewer

/** Return what is typed once the hands rest. */
export function useRested(typed: string): string {
  const [rested, setRested] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return rested;
}

/** Return what each word stands for, as the server takes it: “word:value”. */
export function meanings(typed: string, there: ReadonlyMap<string, Thing>, people: ReadonlyMap<string, string>): string[] {
  const words = [...new Set(typed.toLocaleLowerCase().split(/\s+/).filter(Boolean))];
  return words.flatMap((word) => {
    const has = (name: string): boolean => name.toLocaleLowerCase().includes(word);
    const things = [...there].filter(([, one]) => has(one.name)).map(([id]) => id);
    const persons = [...people].filter(([, name]) => has(name)).map(([id]) => id);
    return [...deedsWith(word), ...valuesWith(word), ...persons, ...things].slice(0, MOST).map((value) => `${word}:${value}`);
  });
}
