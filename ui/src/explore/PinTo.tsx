/** The frame of what pins something to a map: which map, which step, and what becomes of it there. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { Button, Choice, Dialog, Fault } from "../kit";
import { tell } from "../kit/toasts";
import { ask } from "../lib/api/client";
import { language, t } from "../lib/i18n";
import { anew, maps } from "../lib/queries";
import { go } from "../lib/router";
import { localised } from "../maps/model/types";
import type { Place } from "./finding";
import { opened, steps } from "./pinning";

/** What was pinned: the card, and the question that was kept with it. */
export interface Put {
  card: string;
  exploration: string;
}

interface Given {
  w: string;
  /** The map that is chosen at first; "" = the one that was changed last. */
  map?: string;
  /** Which map that is, is not known yet. */
  waits?: boolean;
  /** The step that is chosen at first. */
  best: (places: readonly Place[]) => string;
  /** What the card will be, in a sentence. */
  hint: string;
  /** Whether all is said that must be. */
  ready: boolean;
  /** Pin it to a step of a map. */
  put: (map: string, at: string) => Promise<Put>;
  /** Fields before the map, and after the step. */
  before?: ReactNode;
  children?: ReactNode;
  onClose: () => void;
}

export function PinTo({ w, map = "", waits = false, best, hint, ready, put, before, children, onClose }: Given): ReactNode {
  const drawn = useQuery(maps(w));
  const [wanted, setWanted] = useState("");
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const [at, setAt] = useState("");
  const client = useQueryClient();
  const chosen = wanted || map || (waits ? "" : drawn.data?.[0]?.id) || "";
  const look = useMutation({ mutationFn: (id: string) => opened(id, "", steps), onSuccess: (found) => { setPlaces(found); setAt(best(found)); } });
  const { mutate } = look;
  useEffect(() => { if (chosen) mutate(chosen); }, [chosen, mutate]);
  const pinned = useMutation({
    mutationFn: async () => {
      const { card, exploration } = await put(chosen, at);
      await ask("PATCH", `/explorations/${exploration}`, { element: `cards/${card}` });
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
      <form className="stack" onSubmit={(event) => { event.preventDefault(); pinned.mutate(); }}>
        {before}
        <Choice label={t("Map")} value={chosen} onChange={setWanted} options={(drawn.data ?? []).map((one) => [one.id, localised(one.title, language()) || t("Untitled map")])} />
        <Choice label={t("Step it is about")} value={at} onChange={setAt} options={places.map((one) => [one.key, one.title])} disabled={look.isPending || !places.length} />
        {look.isSuccess && !places.length && <p className="quiet">{t("This map has no steps yet.")}</p>}
        {children}
        <p className="hint">{hint}</p>
        <Fault error={look.error ?? pinned.error} />
        <div className="row end"><Button kind="primary" type="submit" isDisabled={!at || !ready || pinned.isPending}>{pinned.isPending ? t("Pinning …") : t("Pin it")}</Button></div>
      </form>
    </Dialog>
  );
}
