/** What a workshop does when, in its order. */

import { t } from "../lib/i18n";

export type Phase = "silent" | "open" | "group" | "vote" | "done";

export const PHASES = (): [Phase, string, string][] => [
  ["silent", t("Write in silence"), t("Everybody writes for themselves; nobody is led by the others.")],
  ["open", t("Write together"), t("All notes are seen by all, and more come.")],
  ["group", t("Put on piles"), t("Notes that say the same go on one pile with a name.")],
  ["vote", t("Vote"), t("On their phones, people choose what matters. Votes are hidden until the end.")],
  ["done", t("Result"), t("Votes are shown. Take the piles to a map.")],
];

/** Return seconds as people read a clock. */
export const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
