/** Bind a step to events, or a card to a metric, with live counts while choosing. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useKnown } from "../../explore/asking";
import { Picker } from "../../explore/fields/Picker";
import { eventChoices } from "../../explore/fields/Selections";
import { Button, Fault } from "../../kit";
import { ask } from "../../lib/api/client";
import { ago, number } from "../../lib/format";
import { heard } from "../../lib/heard";
import { t } from "../../lib/i18n";
import { put } from "../model/edit";
import { localised, type Card, type Column } from "../model/types";
import { useEditor, useEditorState, useView } from "../view/use";
import { bindEvent, unbind } from "./proposing";
import { Trend } from "./Trend";
import { useFacts, useLive } from "./useLive";

interface Preview {
  events: number;
  persons: number;
  newest_at: string | null;
  examples: readonly { name: string; channel: string; source: string; page: string; count: number }[];
  periods: readonly string[];
  trend: readonly number[];
}

export function Binding({ id }: { id: string }): ReactNode {
  const { active } = useEditorState();
  const view = useView();
  const { facts } = useFacts(id);
  const card = active?.kind === "card" ? view.cards.get(active.key) : undefined;
  const column = view.tree.index.get(active?.kind === "column" ? active.key : (card?.at ?? ""));
  if (facts?.empty) return <p className="quiet">{t("There is no data yet. Upload exports, then bind steps to their events.")}</p>;
  if (!column) return <p className="quiet">{t("Choose a step or a card on the map.")}</p>;
  return (
    <>
      {card && <MetricOf key={card.key} id={id} card={card} />}
      <StepEvents key={column.key} id={id} column={column} />
    </>
  );
}

function StepEvents({ id, column }: { id: string; column: Column }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const { workspace } = useFacts(id);
  const known = useKnown(workspace);
  const { data } = useLive(id);
  const [name, setName] = useState("");
  const [channel, setChannel] = useState("");
  const where: Record<string, string[]> = { ...(name ? { name: [name] } : {}), ...(channel ? { channel: [channel] } : {}) };
  const title = localised(column.title, view.scene.locale);
  const matched = (column.matches ?? []).map((key) => view.touchpoints.find((one) => one.key === key) ?? { key, title: key });
  const live = data?.columns[column.key]?.figures;
  const chosen = known.events.find((one) => one.name === name);
  return (
    <section className="stack" aria-label={t("Events of this step")}>
      <h3>{t("Events of “{step}”", { step: title })}</h3>
      <p className="small quiet">{live?.events ? t("{events} events of {people} people are this step now.", { events: number(live.events.value, 0), people: number(live.reach?.numerator ?? 0, 0) }) : t("No event is this step yet.")}</p>
      <ul className="list">
        {matched.map((one) => (
          <li key={one.key}><span className="row"><span className="grow">{localised(one.title, view.scene.locale) || one.key} <span className="small quiet">{data?.touchpoints[one.key]?.figures.events ? number(data.touchpoints[one.key]?.figures.events?.value ?? 0, 0) : ""}</span></span>{editor.writable && <Button kind="bare" onPress={() => unbind(editor.edit, column, one.key)} aria-label={t("Take {name} out", { name: localised(one.title, view.scene.locale) || one.key })}>×</Button>}</span></li>
        ))}
      </ul>
      {editor.writable && (
        <>
          <Picker label={t("Add events")} value={name} onChange={setName} options={eventChoices(known)} placeholder={t("Choose an event")} />
          {chosen && Object.keys(chosen.channels).length > 1 && <Picker label={t("Only through the channel")} value={channel} onChange={setChannel} options={Object.entries(chosen.channels).map(([one, count]) => ({ name: one, count }))} />}
          {name && <PreviewOf workspace={workspace} where={where} />}
          <Button kind="primary" isDisabled={!name} onPress={() => { bindEvent(editor.edit, column, view.touchpoints, where, channel ? `${name} (${channel})` : name); setName(""); setChannel(""); }}>{t("Bind to this step")}</Button>
        </>
      )}
    </section>
  );
}

function PreviewOf({ workspace, where }: { workspace: string; where: Record<string, string[]> }): ReactNode {
  const found = useQuery({ queryKey: ["preview", workspace, where], queryFn: () => ask<Preview>("POST", `/workspaces/${workspace}/bindings/preview`, { where }), placeholderData: keepPreviousData, retry: false });
  if (found.error) return <Fault error={found.error} />;
  const { data } = found;
  if (!data) return null;
  return (
    <div className="stack" style={{ gap: 4 }} role="status">
      <p><strong>{t("{events} events of {people} people", { events: number(data.events, 0), people: number(data.persons, 0) })}</strong>{data.newest_at && <span className="small quiet"> · {t("last {when}", { when: ago(data.newest_at) })}</span>}</p>
      <ul className="small quiet">{data.examples.slice(0, 4).map((one) => <li key={`${one.name}/${one.channel}/${one.source}/${one.page}`}>{[one.name, one.channel, one.page, one.source].filter(Boolean).join(" · ")}: {number(one.count, 0)}</li>)}</ul>
      <Trend periods={data.periods} values={data.trend} />
    </div>
  );
}

/** A metric by name or in words, whose number the card shows from now on. */
function MetricOf({ id, card }: { id: string; card: Card }): ReactNode {
  const editor = useEditor();
  const { workspace } = useFacts(id);
  const { data } = useLive(id);
  const known = useKnown(workspace);
  const named = useQuery({ queryKey: ["metrics", workspace], queryFn: () => ask<{ name: string; definition: string }[]>("GET", `/workspaces/${workspace}/metrics`), enabled: workspace !== "", retry: false });
  const bound = (card.props?.binding as { metric?: string } | undefined)?.metric ?? "";
  const [metric, setMetric] = useState(bound);
  if (card.key.startsWith(":")) return null;
  const options = [...(named.data ?? []).map((one) => ({ name: one.name, more: one.definition })), { name: "nps" }, { name: "csat" }, { name: "ces" }, ...known.events.slice(0, 12).map((one) => ({ name: `count of ${one.name}` }))];
  const bind = (next: string): void => {
    const { binding: _, ...rest } = card.props ?? {};
    put(editor.edit, "cards", card.key, { props: next ? { ...rest, binding: { metric: next } } : Object.keys(rest).length ? rest : undefined });
  };
  const problem = data?.cards[card.key]?.problem;
  return (
    <section className="stack" aria-label={t("Number of this card")}>
      <h3>{t("Number of this card")}</h3>
      <Picker label={t("Metric")} value={metric} onChange={setMetric} options={options} placeholder={t("count of …, share of …, nps")} disabled={!editor.writable} />
      {bound && problem && <p className="fault" role="alert">{heard(problem)}</p>}
      {editor.writable && <div className="row"><Button kind="primary" isDisabled={!metric.trim() || metric === bound} onPress={() => bind(metric.trim())}>{t("Bind the card")}</Button>{bound && <Button kind="bare" onPress={() => { bind(""); setMetric(""); }}>{t("Unbind")}</Button>}</div>}
    </section>
  );
}
