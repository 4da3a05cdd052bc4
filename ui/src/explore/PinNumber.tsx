/** Pin the number of a query to a map: a card of a lane of metrics that follows the data. */

import { useState, type ReactNode } from "react";
import { Choice, Field } from "../kit";
import { ask } from "../lib/api/client";
import { figure, interval } from "../lib/format";
import { t } from "../lib/i18n";
import type { Figure } from "../maps/model/types";
import { UNITS, type Unit } from "./counted";
import { opened, pinNumber } from "./pinning";
import { PinTo, type Put } from "./PinTo";
import type { Exploration, Pinned } from "./types";

const unitNames = (): Record<Unit, string> => ({
  count: t("a count"), persons: t("people"), share: t("a share, 0 to 1"), points: t("points"), seconds: t("seconds"), score: t("a score"), money: t("money"), ratio: t("a plain number"),
});

export function PinNumber({ w, query, found, onClose }: { w: string; query: string; found: Figure; onClose: () => void }): ReactNode {
  const [text, setText] = useState("");
  const [unit, setUnit] = useState<Unit>(found.unit);
  const shown: Figure = { ...found, unit };
  const put = async (map: string, at: string): Promise<Put> => {
    const saved = await ask<Exploration>("POST", `/workspaces/${w}/explorations`, { title: text, analysis: "sql", fields: { query, unit }, map_id: map });
    const now = await ask<Pinned>("GET", `/explorations/${saved.id}/number`);
    return { card: await opened(map, "", (session) => pinNumber(session, at, text, now.figure, saved.id)), exploration: saved.id };
  };
  const before = (
    <>
      <p className="big-number">{figure(shown)} <span className="small quiet">{[interval(shown) && t("95% interval {range}", { range: interval(shown) }), found.n !== undefined && t("n {n}", { n: found.n })].filter(Boolean).join(" · ")}</span></p>
      <Field label={t("What the number is called")} value={text} onChange={setText} autoFocus required />
      <Choice label={t("What it counts")} value={unit} onChange={(one) => setUnit(UNITS.find((each) => each === one) ?? "count")} options={UNITS.map((one) => [one, unitNames()[one]])} />
    </>
  );
  return <PinTo w={w} best={(places) => places[0]?.key ?? ""} hint={t("It becomes a card among the metrics that is counted anew when the data changes. The card says that SQL made it, and keeps the query.")} ready={text.trim() !== ""} put={put} before={before} onClose={onClose} />;
}
