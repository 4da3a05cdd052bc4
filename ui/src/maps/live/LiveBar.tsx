/** What of the data the map shows: who, through which channel, when; and what else the data can say. */

import { useState, type ReactNode } from "react";
import { Button, Fault } from "../../kit";
import { ToolRow, type Tool } from "../../kit/fitting";
import { ago, number, percent } from "../../lib/format";
import { Problem } from "../../lib/api/client";
import { heard } from "../../lib/heard";
import { t } from "../../lib/i18n";
import { isFinal } from "../../lib/queries";
import type { Editor, Panel } from "../editor";
import type { View } from "../model/store";
import { localised } from "../model/types";
import { Glyph } from "../view/Glyph";
import { useEditorState, useView } from "../view/use";
import { LEAST_N } from "../../charts/picture";
import { filtered } from "./state";
import { TimeSlider } from "./TimeSlider";
import { worstOf } from "./worst";
import { useDressed, useFacts, useSource } from "./useLive";

const NONE = { persona: "", channel: "", source: "", from: "", to: "", segment: "" };

export function LiveBar({ id, editor }: { id: string; editor: Editor }): ReactNode {
  const { guest } = useSource(id);
  const { facts } = useFacts(guest ? "" : id);
  const { data, error, look, set, isFetching } = useDressed(id, editor);
  const [open, setOpen] = useState(false);
  const { panel } = useEditorState();
  const view = useView();
  if (guest && data?.why && !filtered(look)) return null;
  if (!guest && !facts) return <section className="live-bar" aria-label={t("Figures from data")} aria-busy="true"><div className="row wrap" /></section>;
  if (facts?.empty) return editor.writable ? <section className="live-bar" aria-label={t("Figures from data")}><div className="row wrap"><span className="small quiet">{t("No data yet: once there is some, this map shows who comes, goes on and leaves.")}</span><a className="button bare" href="/draw">{t("Upload exports")}</a></div></section> : null;
  const off = look.live === "off";
  const state = off ? t("Figures of the document") : data?.why ? t("No figures") : data?.persons === 1 ? t("Live: 1 person") : data ? t("Live: {n} people", { n: number(data.persons, 0) }) : t("Counting …");
  const worst = data && !off ? worstTool(editor, view) : null;
  const panels: [Panel, string][] = [["planned", t("Planned and travelled")], ...(guest ? [] : [["moved", t("What moved")] as [Panel, string]]), ...(editor.writable ? [["proposals", t("Proposed from data")] as [Panel, string]] : [])];
  const bare = Boolean(data?.why) && !off && !filtered(look); // nothing to look at from several sides yet
  const tools: Tool[] = bare ? panels.filter(([name]) => name === "proposals").map(([name, label]) => button(name, label, () => editor.set({ panel: panel === name ? "" : name }), panel === name)) : [
    ...(worst ? [worst] : []),
    ...(filtered(look) ? [button("everybody", t("Everybody, all time"), () => set(NONE))] : []),
    onlyMeasured(look.measured !== "", (on) => set({ measured: on ? "1" : "" })),
    ...panels.map(([name, label]) => button(name, label, () => editor.set({ panel: panel === name ? "" : name }), panel === name)),
    ...(guest ? [] : [wallScreen(id)]),
  ];
  return (
    <section className="live-bar" aria-label={t("Figures from data")}>
      <ToolRow className="row" tools={tools} kept={
        <>
          <span data-keep="" className="live-now">
            <button type="button" className="live-state" aria-pressed={!off} title={off ? t("Show the figures of now") : t("Show the figures as they are in the document")} onClick={() => set({ live: off ? "" : "off" })}><i className={off || !data || data.why ? "off" : ""} />{state}</button>
            {data && !off && !data.why && data.persons < LEAST_N && <span className="badge warn">{t("too few")}</span>}
          </span>
          {data?.as_of && !off && !bare && <span data-keep="" className="small quiet newest" title={data.as_of}>{t("newest event {when}", { when: ago(data.as_of) })}</span>}
          {!bare && <span data-keep=""><Button kind="bare" aria-expanded={open} aria-label={t("Who and when")} onPress={() => setOpen(!open)}>{t("Who and when")}{filtered(look) ? " ●" : ""}</Button></span>}
        </>
      } />
      {open && facts && <Filters id={id} facts={facts} look={look} set={set} />}
      {open && <TimeSlider id={id} look={look} set={set} />}
      {look.measured !== "" && data && !off && <OnlyMeasured left={Object.values(data.cards).filter((card) => card.level !== "measured").length} onAll={() => set({ measured: "" })} />}
      {data?.why && !off && view.tree.columns.length > 0 && <p className="small quiet" role="status">{heard(data.why)}</p>}
      {!off && <Fault error={guest && isFinal(error) ? new Problem(404, t("This link has ended"), t("The map stays as you saw it last. Ask whoever sent the link for a new one.")) : error} />}
      <span className="unseen" role="status">{isFetching ? "" : filtered(look) && data ? t("{n} people in this selection", { n: number(data.persons, 0) }) : ""}</span>
    </section>
  );
}

const button = (id: string, label: string, onAction: () => void, on?: boolean): Tool => ({
  id, label, onAction, like: "button bare", ...(on ? { on } : {}), shown: <Button kind="bare" {...(on === undefined ? {} : { "aria-pressed": on })} onPress={onAction}>{label}</Button>,
});

function onlyMeasured(on: boolean, change: (on: boolean) => void): Tool {
  const label = t("Only measured");
  return { id: "measured", label, on, like: "check small ghost-check", onAction: () => change(!on), shown: <label className="check small"><input type="checkbox" checked={on} onChange={(event) => change(event.target.checked)} />{label}</label> };
}

function wallScreen(id: string): Tool {
  const [label, href] = [t("Wall screen"), `/maps/${id}/wall`];
  return { id: "wall", label, href, like: "button bare", shown: <a className="button bare" href={href}>{label}</a> };
}

/** Where most leave, and the way to who they are. */
function worstTool(editor: Editor, view: View): Tool | null {
  const worst = worstOf(view);
  if (!worst) return null;
  const step = localised(worst.column.title, view.scene.locale) || t("Untitled step");
  const look = (): void => {
    editor.focus({ kind: "column", key: worst.column.key });
    editor.set({ panel: "numbers", figure: "drop_off" });
  };
  const label = t("Most leave at “{step}”: {share}", { step, share: percent(worst.loss.value) });
  return { id: "worst", label, onAction: look, like: "worst", shown: <button type="button" className="worst" title={label} onClick={look}>{label}</button> };
}

function OnlyMeasured({ left, onAll }: { left: number; onAll: () => void }): ReactNode {
  return (
    <p className="only-measured" role="status">
      <Glyph level="measured" label={false} /> {t("Only what at least 30 people’s data measures is shown.")} {left > 0 && t("{n, plural, one {# card is left out.} other {# cards are left out.}}", { n: left })} <Button kind="bare" onPress={onAll}>{t("Show all cards")}</Button>
    </p>
  );
}

interface FiltersProps {
  id: string;
  facts: NonNullable<ReturnType<typeof useFacts>["facts"]>;
  look: ReturnType<typeof useDressed>["look"];
  set: ReturnType<typeof useDressed>["set"];
}

function Filters({ facts, look, set }: FiltersProps): ReactNode {
  const view = useView();
  const [segment, setSegment] = useState(look.segment);
  const personas = view.personas.filter((one) => one.segment);
  const choice = (label: string, value: string, options: readonly (readonly [string, string])[], name: keyof typeof NONE): ReactNode => (
    <label className="field"><span className="label">{label}</span><select value={value} onChange={(event) => set({ [name]: event.target.value })}><option value="">{t("all")}</option>{options.map(([key, words]) => <option key={key} value={key}>{words}</option>)}</select></label>
  );
  return (
    <div className="live-filters">
      {personas.length > 0 && choice(t("Persona"), look.persona, personas.map((one) => [one.key, localised(one.name, view.scene.locale) || one.key]), "persona")}
      {choice(t("Channel"), look.channel, facts.channels.map((one) => [one, one]), "channel")}
      {choice(t("Source"), look.source, facts.sources.map((one) => [one.name, one.name]), "source")}
      <label className="field"><span className="label">{t("From")}</span><input type="date" value={look.from.slice(0, 10)} onChange={(event) => set({ from: event.target.value })} /></label>
      <label className="field"><span className="label">{t("Up to, not included")}</span><input type="date" value={look.to.slice(0, 10)} onChange={(event) => set({ to: event.target.value })} /></label>
      <form className="field" onSubmit={(event) => { event.preventDefault(); set({ segment }); }}><label className="label" htmlFor="live-segment">{t("Only people who")}</label><input id="live-segment" value={segment} placeholder={t("did Order at least 2 times")} onChange={(event) => setSegment(event.target.value)} onBlur={() => set({ segment })} /></form>
    </div>
  );
}
