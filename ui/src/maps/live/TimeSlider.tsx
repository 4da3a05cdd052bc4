/** The map month by month: moving the slider answers for that month. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { Button } from "../../kit";
import { language, t } from "../../lib/i18n";
import { versions } from "../../lib/queries";
import { VersionPreview } from "../panels/VersionPreview";
import { monthAfter, months, standing } from "./months";
import { filterQuery, type Look } from "./state";
import { live, useLive, useSource } from "./useLive";

const PLAY_MS = 900;
const AHEAD = 24;

const named = (day: string): string => new Intl.DateTimeFormat(language(), { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

export function TimeSlider({ id, look, set }: { id: string; look: Look; set: (part: Partial<Look>) => void }): ReactNode {
  const { path, version, guest } = useSource(id);
  const whole = useQuery(live(path, "", version)).data;
  const [playing, setPlaying] = useState(false);
  const first = whole?.periods[0];
  const list = first && whole?.as_of ? months(first, whole.as_of) : [];
  const at = list.findIndex((one) => one === look.from.slice(0, 10) && monthAfter(one) === look.to.slice(0, 10));
  const show = (place: number): void => {
    const month = list[place];
    set(month ? { from: month, to: monthAfter(month) } : { from: "", to: "" });
  };
  useAhead(path, look, list, version);
  const last = at >= list.length - 1;
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(() => { if (last && at >= 0) setPlaying(false); else show(at + 1); }, PLAY_MS);
    return () => clearTimeout(timer);
  });
  if (list.length < 2) return null;
  const words = at < 0 ? t("all months") : named(list[at] ?? "");
  return (
    <div className="row time-slider">
      <Button kind="bare" onPress={() => setPlaying(!playing)}>{playing ? t("Stop") : t("Play")}</Button>
      <input type="range" min={-1} max={list.length - 1} step={1} value={at} aria-label={t("Month")} aria-valuetext={words} onChange={(event) => { setPlaying(false); show(Number(event.target.value)); }} />
      <span className="small">{words}</span>
      {at >= 0 && !guest && <AsItStood id={id} before={monthAfter(list[at] ?? "")} />}
    </div>
  );
}

/** The map as it stood at the end of a month, where a version of then was kept, with the figures of that month. */
function AsItStood({ id, before }: { id: string; before: string }): ReactNode {
  const [shown, setShown] = useState(false);
  const { data } = useLive(id);
  const then = standing(useQuery(versions(id)).data ?? [], before);
  if (!then) return null;
  return (
    <>
      <Button kind="bare" onPress={() => setShown(true)}>{t("The map as it stood then")}</Button>
      {shown && <VersionPreview id={then.id} live={data} onClose={() => setShown(false)} />}
    </>
  );
}

/** Ask for the months one after the other while the slider is open, so that moving it answers at once. */
function useAhead(path: string, look: Look, list: readonly string[], version: string): void {
  const client = useQueryClient();
  const filters = list.slice(-AHEAD).map((month) => filterQuery({ ...look, from: month, to: monthAfter(month) })).join(" ");
  useEffect(() => {
    let left = false;
    const ask = async (): Promise<void> => {
      for (const one of filters.split(" ")) {
        if (left || !version || !one) return;
        await client.prefetchQuery(live(path, one, version));
      }
    };
    void ask();
    return () => { left = true; };
  }, [client, path, filters, version]);
}
