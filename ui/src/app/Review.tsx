/** Who owns a map and how often it is looked at again; the owner gets a mail when it is due. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, type ReactNode } from "react";
import { Button, Choice, Fault } from "../kit";
import { api } from "../lib/api/client";
import { day } from "../lib/format";
import { t } from "../lib/i18n";
import { anew, mapCard, members } from "../lib/queries";
import { useQueryState } from "../lib/router";
import { sharedToken } from "../lib/shared";

const OUTSIDE = ":outside"; // an owner whom the map names, but who is no member

/** When a map is due, and who hears of it. */
function due(at: string, owned: boolean): string {
  if (!at) return t("Nobody is reminded.");
  const when = day(at);
  if (Date.parse(at) <= Date.now()) return t("Due since {when}.", { when });
  return owned ? t("Due on {when}; its owner gets a mail then.", { when }) : t("Due on {when}; choose an owner, or nobody is reminded.", { when });
}

export function Review({ id }: { id: string }): ReactNode {
  return sharedToken() ? null : <Inside id={id} />;
}

function Inside({ id }: { id: string }): ReactNode {
  const client = useQueryClient();
  const card = useQuery(mapCard(id));
  const people = useQuery(members(card.data?.workspace_id ?? ""));
  const change = useMutation({
    mutationFn: (body: { owner_id?: string | null; owner?: string; review_every_days?: number | null; reviewed?: boolean }) => api.PATCH("/api/v1/maps/{document}", { params: { path: { document: id } }, body }),
    onSuccess: () => { void anew(client, "map", id); void anew(client, "maps", card.data?.workspace_id ?? ""); },
  });
  const one = card.data;
  const off = one?.role === "viewer" || one?.role === "commenter";
  const here = useRef<HTMLElement>(null);
  const [called, setCalled] = useQueryState("review"); // by the mail that says it is due
  useEffect(() => {
    if (!called || !one) return;
    here.current?.scrollIntoView({ block: "start" });
    here.current?.querySelector<HTMLElement>(off ? "h3" : ".button")?.focus({ preventScroll: true });
    setCalled("");
  }, [called, one, off, setCalled]);
  if (!one) return null;
  const every = one.review_every_days ?? 0;
  const usual: (readonly [string, string])[] = [["0", t("never")], ["30", t("every month")], ["90", t("every quarter")], ["180", t("every half year")], ["365", t("every year")]];
  const options = usual.some(([days]) => days === String(every)) ? usual : [...usual, [String(every), t("every {n} days", { n: every })] as const];
  const names = (people.data ?? []).map((person) => [person.user_id, person.name] as const);
  const owners = [["", t("nobody")] as const, ...(one.owner && !one.owner_id ? [[OUTSIDE, one.owner] as const] : []), ...names];
  // The name stands in the map too, for its exports.
  const own = (id: string): void => id === OUTSIDE ? undefined : change.mutate({ owner_id: id || null, owner: names.find(([key]) => key === id)?.[1] ?? "" });
  return (
    <>
      <Choice label={t("Owner")} value={one.owner_id ?? (one.owner ? OUTSIDE : "")} onChange={own} disabled={off || change.isPending} options={owners} />
      <section ref={here} className="stack" aria-labelledby="review">
        <h3 id="review" tabIndex={-1}>{t("Review")}</h3>
        <Choice label={t("Look at it again")} value={String(every)} onChange={(days) => change.mutate({ review_every_days: Number(days) || null })} disabled={off} options={options} />
        <p className="hint" role="status">{due(one.review_due_at ?? "", Boolean(one.owner_id))} {one.reviewed_at && t("Looked at on {when}.", { when: day(one.reviewed_at) })}</p>
        {!off && <div className="row"><Button onPress={() => { if (!change.isPending) change.mutate({ reviewed: true }); }}>{t("I looked: it is still true")}</Button></div>}
        {off && <p className="quiet">{t("Only editors of the map can say that they looked.")}</p>}
      </section>
      <Fault error={change.error} />
    </>
  );
}
