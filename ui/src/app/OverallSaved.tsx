/** Questions over all maps that the workspace keeps by name: opened by everybody, kept and deleted by editors. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { exploreAddress } from "../explore/address";
import { explorations } from "../explore/asking";
import { Button, Fault } from "../kit";
import { ask } from "../lib/api/client";
import { t } from "../lib/i18n";
import { anew } from "../lib/queries";
import { Link } from "../lib/router";
import { inAddress, type Asked } from "./overall";

const SaveAs = lazy(async () => ({ default: (await import("../explore/Save")).SaveAs }));

const ANALYSIS = "overall";

/** Return a question as text that is the same for the same question. */
const same = (asked: Readonly<Record<string, unknown>>): string => inAddress(Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value)]).sort()) as Asked);

/** Args: called: what the question is called until somebody says better. */
export function OverallSaved({ w, asked, called, writable }: { w: string; asked: Asked; called: string; writable: boolean }): ReactNode {
  const list = useQuery(explorations(w));
  const client = useQueryClient();
  const [naming, setNaming] = useState(false);
  const remove = useMutation({ mutationFn: (id: string) => ask("DELETE", `/explorations/${id}`), onSuccess: () => anew(client, "explorations") });
  const kept = (list.data ?? []).filter((one) => one.analysis === ANALYSIS);
  const here = same(asked);
  const known = kept.some((one) => same(one.fields) === here);
  const savable = writable && here !== "" && list.isSuccess && !known;
  if (!kept.length && !savable) return <Fault error={list.error} />;
  return (
    <section className="overall-kept" aria-label={t("Saved questions")}>
      <Fault error={list.error ?? remove.error} />
      <ul className="row wrap">
        {kept.map((one) => (
          <li key={one.id} className="row">
            <Link to={exploreAddress({ analysis: ANALYSIS, fields: one.fields })} {...(same(one.fields) === here ? { "aria-current": "page" } : {})}>{one.title}</Link>
            {writable && <Button kind="bare" aria-label={t("Delete {name}", { name: one.title })} isDisabled={remove.isPending} onPress={() => remove.mutate(one.id)}>×</Button>}
          </li>
        ))}
        {savable && <li><Button onPress={() => setNaming(true)}>{t("Save this question")}</Button></li>}
      </ul>
      {naming && <Suspense fallback={null}><SaveAs w={w} asked={{ analysis: ANALYSIS, fields: asked, like: "", map: "" }} called={called} said={t("Saved. It stands above the question.")} onClose={() => setNaming(false)} /></Suspense>}
    </section>
  );
}
