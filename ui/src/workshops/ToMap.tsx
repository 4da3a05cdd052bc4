/** The last step: piles or notes become cards of a map. */

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Choice, Fault } from "../kit";
import { api, data } from "../lib/api/client";
import type { Workshop } from "../lib/api/contract";
import { language, t } from "../lib/i18n";
import { maps } from "../lib/queries";
import { Link } from "../lib/router";
import { localised, type Text } from "../maps/model/types";

interface Plain {
  lanes?: { key: string; title?: Text; type: string }[];
  columns?: { key: string; title?: Text; parent?: string }[];
}

export function ToMap({ one, workspace }: { one: Workshop; workspace: string }): ReactNode {
  const list = useQuery(maps(workspace));
  const [document, setDocument] = useState("");
  const [lane, setLane] = useState("");
  const [column, setColumn] = useState("");
  const [each, setEach] = useState((one.notes ?? []).some((note) => note.pile) ? "pile" : "note");
  const loose = (one.notes ?? []).filter((note) => !note.pile).length;
  const whole = useQuery({ queryKey: ["whole", document], enabled: document !== "", queryFn: () => data(api.GET("/api/v1/maps/{document}/map", { params: { path: { document } } })) });
  const model = whole.data as Plain | undefined;
  const parents = new Set(model?.columns?.map((one_) => one_.parent));
  const make = useMutation({ mutationFn: () => data(api.POST("/api/v1/workshops/{workshop}/cards", { params: { path: { workshop: one.id } }, body: { document_id: document, lane, column, each: each as "pile" | "note" } })) });
  const choose = (next: string): void => {
    setDocument(next);
    setLane("");
    setColumn("");
  };
  return (
    <section className="stack setting">
      <h2>{t("Take it to a map")}</h2>
      <div className="pairs">
        <Choice label={t("Make")} value={each} onChange={setEach} options={[["pile", t("a card for each pile")], ["note", t("a card for each note")]]} />
        <Choice label={t("Map")} value={document} onChange={choose} options={[["", t("Choose …")], ...(list.data ?? []).map((map) => [map.id, localised(map.title, language()) || t("Untitled map")] as const)]} />
        {model && <Choice label={t("Lane")} value={lane} onChange={setLane} options={[["", t("Choose …")], ...(model.lanes ?? []).map((row) => [row.key, localised(row.title, language()) || row.type] as const)]} />}
        {model && <Choice label={t("Step")} value={column} onChange={setColumn} options={[["", t("Choose …")], ...(model.columns ?? []).filter((step) => !parents.has(step.key)).map((step) => [step.key, localised(step.title, language()) || t("Untitled step")] as const)]} />}
      </div>
      {each === "pile" && loose > 0 && <p className="hint">{t("{n, plural, one {# note on no pile stays} other {# notes on no pile stay}} out.", { n: loose })}</p>}
      <Fault error={make.error} />
      <div className="row"><Button kind="primary" isDisabled={!lane || !column || make.isPending} onPress={() => make.mutate()}>{t("Make the cards")}</Button>{make.data && <span role="status">{t("{n, plural, one {# card made} other {# cards made}}", { n: make.data.length })} · <Link to={`/maps/${document}`}>{t("Open the map")}</Link></span>}</div>
    </section>
  );
}
