/** Pin an answer to a map, with the sentence on its card. */

import { useState, type ReactNode } from "react";
import { Field } from "../kit";
import { t } from "../lib/i18n";
import type { Asked } from "./asking";
import { bestPlace, findingOf } from "./finding";
import { useBound } from "./first";
import { opened, pin } from "./pinning";
import { PinTo, type Put } from "./PinTo";
import { keep, proposed } from "./Save";
import type { Answer, Question } from "./types";

export function Pin({ w, asked, answer, question, onClose }: { w: string; asked: Asked; answer: Answer; question: Question; onClose: () => void }): ReactNode {
  const [finding] = useState(() => findingOf(answer, proposed(question, asked)));
  const [text, setText] = useState(finding.text);
  const bound = useBound(w);
  const put = async (map: string, at: string): Promise<Put> => {
    const saved = await keep(w, asked, proposed(question, asked), { map_id: map });
    return { card: await opened(map, "", (session) => pin(session, at, { ...finding, text }, saved.id)), exploration: saved.id };
  };
  const hint = finding.pain ? t("It becomes a pain point with its number, its n and the way back to this question.") : t("It becomes a card with the way back to this question.");
  return (
    <PinTo w={w} map={asked.map || bound.id} waits={bound.pending} best={(places) => bestPlace(places, finding.events)} hint={hint} ready={text.trim() !== ""} put={put} onClose={onClose}>
      <Field label={t("What the card says")} value={text} onChange={setText} rows={3} required />
    </PinTo>
  );
}
