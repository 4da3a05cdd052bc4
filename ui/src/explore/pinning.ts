/** A finding put on a map from outside the editor: the map's document is opened, gets its card, and is closed again. */

import { language, t } from "../lib/i18n";
import { addCard } from "../maps/model/cards";
import type { Card, Figure } from "../maps/model/types";
import { localised } from "../maps/model/types";
import { MapSession } from "../maps/session";
import { laneTaking } from "../maps/taking";
import type { Finding, Place } from "./finding";

const PATIENCE_MS = 15_000;

const until = (session: MapSession, met: () => boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(t("The map could not be reached. Check your connection and try again."))), PATIENCE_MS);
    const look = (): void => {
      if (!met()) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = session.subscribe(look);
    look();
  });

/** Open a map's document for a moment. */
export async function opened<T>(id: string, name: string, work: (session: MapSession) => T): Promise<T> {
  const session = new MapSession(id, language(), name, true);
  try {
    await until(session, () => session.state().loaded && session.state().wire === "live");
    const made = work(session);
    await until(session, () => !session.state().waiting);
    return made;
  } finally {
    session.close();
  }
}

/** Return the steps of a map a card can stand on. */
export function steps(session: MapSession): Place[] {
  const { tree, touchpoints, scene } = session.store.get();
  return tree.leaves.map((leaf) => {
    const title = localised(leaf.title, scene.locale) || t("Untitled step");
    const events = (leaf.matches ?? []).flatMap((key) => touchpoints.find((one) => one.key === key)?.where?.name ?? []);
    return { key: leaf.key, title, events: [title, ...events] };
  });
}

/** Put a finding on a step: a loss among the pain points, anything else on a lane of charts; return the card's key. */
export function pin(session: MapSession, at: string, finding: Finding, exploration: string): string {
  const view = session.store.get();
  const type = finding.pain ? "pain_point" : "chart";
  const lane = laneTaking(view, session.edit, type, finding.pain ? t("Pain points") : t("Charts"));
  const given: Partial<Card> = {
    text: finding.text, props: { exploration, ...(finding.mini ? { chart: finding.mini } : {}) }, evidence: { observed: finding.n, measured: finding.n, newest_at: finding.value?.as_of ?? new Date().toISOString() },
    ...(finding.value ? { value: finding.value } : {}), ...(finding.pain ? { tone: "pain" as const } : {}),
  };
  return addCard(session.edit, { lane, at }, given);
}

/** Put the number of a query on a step, on a lane of metrics; return the card's key. */
export function pinNumber(session: MapSession, at: string, text: string, value: Figure, exploration: string): string {
  const lane = laneTaking(session.store.get(), session.edit, "metric", t("Metrics"));
  const n = value.n ?? 0;
  const evidence = { observed: n, measured: n, ...(value.as_of ? { newest_at: value.as_of } : {}) };
  return addCard(session.edit, { lane, at }, { text, detail: t("Counted by SQL"), value, props: { exploration, sql: true }, evidence });
}
