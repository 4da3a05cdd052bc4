/** How a number went, and how it is in each channel and for each persona. */

import type { ReactNode } from "react";
import { figureName } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { Live } from "../model/dresser";
import { localised } from "../model/types";
import { useView } from "../view/use";
import { useGroups, useMonths, type Group, type Pick } from "./overTime";
import { useLook } from "./state";
import { Breakdown, By, Over, Trend } from "./Trend";

interface WentProps {
  id: string;
  column: string;
  data: Live;
  pick: Pick;
  /** Of the number. */
  name: string;
}

export function Went({ id, column, data, pick, name }: WentProps): ReactNode {
  const view = useView();
  const [look] = useLook();
  const live = data.columns[column];
  const channels = look.channel ? [] : Object.keys(live?.channels ?? {}).map((one): Group => [one, { channel: one }]);
  const personas = look.persona ? [] : view.personas.filter((one) => one.segment).map((one): Group => [localised(one.name, view.scene.locale) || one.key, { persona: one.key }]);
  const over = useMonths(id, look, data, pick);
  const byChannel = useGroups(id, look, channels, data, pick);
  const byPersona = useGroups(id, look, personas, data, pick);
  const what = name === "value" ? t("value") : figureName(name);
  if (!live) return null;
  return (
    <>
      {over && <><h3>{t("Month by month: {what}", { what })}</h3><Over table={over} /></>}
      {byChannel && <><h3>{t("By channel: {what}", { what })}</h3><By table={byChannel} /></>}
      {byPersona && <><h3>{t("By persona: {what}", { what })}</h3><By table={byPersona} /></>}
      <h3>{t("Events over time")}</h3>
      <Trend periods={data.periods} values={live.trend} />
      <h3>{t("Events by channel")}</h3>
      <Breakdown parts={live.channels} />
    </>
  );
}
