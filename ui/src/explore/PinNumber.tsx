/** Pin the number of a query to a map: a card of a lane of metrics that follows the data. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { Button, Choice, Dialog, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { ask } from "../lib/api/client";
import { figure, interval } from "../lib/format";
import { language, t } from "../lib/i18n";
import { anew, maps } from "../lib/queries";
import { go } from "../lib/router";
import { localised, type Figure } from "../maps/model/types";
import { UNITS, type Unit } from "./counted";
import type { Place } from "./finding";
import { opened, pinNumber, steps } from "./pinning";
import type { Exploration, Pinned } from "./types";

const unitNames = (): Record<Unit, string> => ({
  count: t("a count"), persons: t("people"), share: t("a share, 0 to 1"), points: t("points"), seconds: t("seconds"), score: t("a score"), money: t("money"), ratio: t("a plain number"),
});

export function PinNumber({ w, query, found, onClose }: { w: string; query: string; found: Figure; onClose: () => void }): ReactNode {
  const drawn = useQuery(maps(w));
  const [map, setMap] = useState("");
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const [at, setAt] = useState("");
  const [text, setText] = useState("");
  const [unit, setUnit] = useState<Unit>(found.unit);
  const client = useQueryClient();
  const chosen = map || drawn.data?.[0]?.id || "";
  const look = useMutation({ mutationFn: (id: string) => opened(id, "", steps), onSuccess: (there) => { setPlaces(there); setAt(there[0]?.key ?? ""); } });
  const { mutate } = look;
  useEffect(() => { if (chosen) mutate(chosen); }, [chosen, mutate]);
  const shown: Figure = { ...found, unit };
  const put = useMutation({
    mutationFn: async () => {
      const saved = await ask<Exploration>("POST", `/workspaces/${w}/explorations`, { title: text, analysis: "sql", fields: { query, unit }, map_id: chosen });
      const now = await ask<Pinned>("GET", `/explorations/${saved.id}/number`);
      const card = await opened(chosen, "", (session) => pinNumber(session, at, text, now.figure, saved.id));
      await ask("PATCH", `/explorations/${saved.id}`, { element: `cards/${card}` });
      return card;
    },
    onSuccess: (card) => {
      void anew(client, "explorations");
      tell(t("Pinned to the map."), t("Open the map"), () => go(`/maps/${chosen}?at=cards/${card}`));
      onClose();
    },
  });
  if (drawn.data?.length === 0) return <Dialog title={t("Pin to a map")} onClose={onClose}><p>{t("There is no map yet. Make one first, from your data or from a template.")}</p><div className="row end"><Button kind="primary" onPress={() => go("/new")}>{t("New map")}</Button></div></Dialog>;
  return (
    <Dialog title={t("Pin to a map")} onClose={onClose}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); put.mutate(); }}>
        <p className="big-number">{figure(shown)} <span className="small quiet">{[interval(shown) && t("95% interval {range}", { range: interval(shown) }), found.n !== undefined && t("n {n}", { n: found.n })].filter(Boolean).join(" · ")}</span></p>
        <Field label={t("What the number is called")} value={text} onChange={setText} autoFocus required />
        <Choice label={t("What it counts")} value={unit} onChange={(one) => setUnit(UNITS.find((each) => each === one) ?? "count")} options={UNITS.map((one) => [one, unitNames()[one]])} />
        <Choice label={t("Map")} value={chosen} onChange={setMap} options={(drawn.data ?? []).map((one) => [one.id, localised(one.title, language()) || t("Untitled map")])} />
        <Choice label={t("Step it is about")} value={at} onChange={setAt} options={places.map((one) => [one.key, one.title])} disabled={look.isPending || !places.length} />
        {look.isSuccess && !places.length && <p className="quiet">{t("This map has no steps yet.")}</p>}
        <p className="hint">{t("It becomes a card among the metrics that is counted anew when the data changes. The card says that SQL made it, and keeps the query.")}</p>
        <Fault error={look.error ?? put.error} />
        <div className="row end"><Button kind="primary" type="submit" isDisabled={!at || !text.trim() || put.isPending}>{put.isPending ? t("Pinning …") : t("Pin it")}</Button></div>
      </form>
    </Dialog>
  );
}
