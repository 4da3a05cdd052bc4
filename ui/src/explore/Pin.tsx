/** Pin an answer to a map: which map, which step, and the sentence on the card. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { Button, Choice, Dialog, Fault, Field } from "../kit";
import { tell } from "../kit/toasts";
import { ask } from "../lib/api/client";
import { language, t } from "../lib/i18n";
import { anew, maps } from "../lib/queries";
import { go } from "../lib/router";
import { localised } from "../maps/model/types";
import type { Asked } from "./asking";
import { bestPlace, findingOf, type Place } from "./finding";
import { useBound } from "./first";
import { opened, pin, steps } from "./pinning";
import { keep, proposed } from "./Save";
import type { Answer, Question } from "./types";

export function Pin({ w, asked, answer, question, onClose }: { w: string; asked: Asked; answer: Answer; question: Question; onClose: () => void }): ReactNode {
  const drawn = useQuery(maps(w));
  const [map, setMap] = useState(asked.map);
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const [at, setAt] = useState("");
  const [finding] = useState(() => findingOf(answer, proposed(question, asked)));
  const [text, setText] = useState(finding.text);
  const client = useQueryClient();
  const bound = useBound(w);
  const chosen = map || bound.id || (bound.pending ? "" : drawn.data?.[0]?.id) || "";
  const look = useMutation({ mutationFn: (id: string) => opened(id, "", steps), onSuccess: (found) => { setPlaces(found); setAt(bestPlace(found, finding.events)); } });
  const { mutate } = look;
  useEffect(() => { if (chosen) mutate(chosen); }, [chosen, mutate]);
  const put = useMutation({
    mutationFn: async () => {
      const saved = await keep(w, asked, proposed(question, asked), { map_id: chosen });
      const card = await opened(chosen, "", (session) => pin(session, at, { ...finding, text }, saved.id));
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
        <Choice label={t("Map")} value={chosen} onChange={setMap} options={(drawn.data ?? []).map((one) => [one.id, localised(one.title, language()) || t("Untitled map")])} />
        <Choice label={t("Step it is about")} value={at} onChange={setAt} options={places.map((one) => [one.key, one.title])} disabled={look.isPending || !places.length} />
        {look.isSuccess && !places.length && <p className="quiet">{t("This map has no steps yet.")}</p>}
        <Field label={t("What the card says")} value={text} onChange={setText} rows={3} required />
        <p className="hint">{finding.pain ? t("It becomes a pain point with its number, its n and the way back to this question.") : t("It becomes a card with the way back to this question.")}</p>
        <Fault error={look.error ?? put.error} />
        <div className="row end"><Button kind="primary" type="submit" isDisabled={!at || !text.trim() || put.isPending}>{put.isPending ? t("Pinning …") : t("Pin it")}</Button></div>
      </form>
    </Dialog>
  );
}
