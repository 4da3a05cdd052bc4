/** The map on a wall screen: nothing to press, everything to see from afar, always as it is now. */

import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import "../../styles/live.css";
import { ago, figure, figureName, number } from "../../lib/format";
import { useNarrow } from "../../kit/narrow";
import { useWhole } from "../../kit/whole";
import { heard } from "../../lib/heard";
import { t } from "../../lib/i18n";
import { Link } from "../../lib/router";
import { titleRoom, type Editor } from "../editor";
import type { View } from "../model/store";
import { localised } from "../model/types";
import { Grid, WIDEST } from "../view/Grid";
import { useLoaded, useView } from "../view/use";
import { MoveLine, useMoved } from "./Moved";
import { worstOf } from "./worst";
import { useCounted, useDressed } from "./useLive";

const MOVES = 5;
const LEAST_ACROSS = 1000; // narrower screens scroll over the map as large as it is
const EDGE = 28; // px left under the map, for what is drawn a little higher than it was reckoned
const MOST = [112, 132, 152, 176, 204, Infinity]; // px of a step: what it loses in width, its words win in size
const SHOWN = ["traffic", "emotion", "pain_point", "touchpoint", "metric"];
const PATIENCE_MS = 6000; // there is nothing to press meanwhile
const REDRAW_MS = 15_000;

export default function Wall({ id, editor }: { id: string; editor: Editor }): ReactNode {
  const view = useView();
  const { data } = useDressed(id, editor);
  const { moves, pending } = useMoved(id);
  const [loaded, counted] = [useLoaded(), useCounted(id)];
  const whole = useWhole(loaded && counted && !(data && pending), PATIENCE_MS);
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw((count) => count + 1), REDRAW_MS); // "two minutes ago" grows old
    return () => clearInterval(timer);
  }, []);
  const box = useRef<HTMLDivElement>(null);
  const [[across, down], setRoom] = useState([0, 0]);
  useLayoutEffect(() => {
    const fit = (): void => setRoom([box.current?.clientWidth ?? 0, box.current?.clientHeight ?? 0]);
    fit();
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, [whole]);
  const { lanes } = view;
  useEffect(() => {
    editor.set({ hiddenLanes: new Set(lanes.filter((lane) => !SHOWN.includes(lane.type)).map((lane) => lane.key)) });
  }, [editor, lanes]);
  const worst = worstOf(view);
  editor.titleWidth = titleRoom(useNarrow());
  const small = across < LEAST_ACROSS;
  editor.most = small ? Infinity : (MOST.find((most) => heightWith(editor, view, most, across) <= down - EDGE) ?? Infinity);
  return (
    <main className={`wall ${whole ? "" : "opening"}`} aria-busy={!whole}>
      <header>
        <h1>{localised(view.fields.title, view.scene.locale) || t("Untitled map")}</h1>
        <dl>
          <div><dt>{t("people")}</dt><dd>{data ? number(data.persons, 0) : "–"}</dd></div>
          <div><dt>{t("events")}</dt><dd>{data ? number(data.events, 0) : "–"}</dd></div>
          {data?.trust && <div><dt>{t("trust")}</dt><dd>{figure(data.trust)}</dd></div>}
          {worst && <div className="pain"><dt>{t("{what} at “{step}”", { what: figureName("drop_off"), step: localised(worst.column.title, view.scene.locale) })}</dt><dd>{figure(worst.loss)}</dd></div>}
        </dl>
        <p className="quiet" role="status">{data?.as_of ? t("newest event {when}", { when: ago(data.as_of) }) : ""}<br /><Link to={`/maps/${id}`}>{t("Open the map")}</Link></p>
      </header>
      {data?.why && <p className="quiet">{heard(data.why)}</p>}
      <div ref={box} className="wall-map">{across > 0 && <Grid whole across={small ? editor.layout(view).width : across} />}</div>
      <footer>
        <h2>{t("Since last week")}</h2>
        {moves.length ? <ul>{moves.slice(0, MOVES).map((move) => <li key={`${move.element}/${move.figure}`}><MoveLine move={move} /></li>)}</ul> : <p className="quiet">{t("Nothing moved by more than chance since last week.")}</p>}
      </footer>
    </main>
  );
}

/** Return how high the map is when steps are at most so wide and all of it goes across, px. */
function heightWith(editor: Editor, view: View, most: number, across: number): number {
  editor.most = most;
  const layout = editor.layout(view);
  return layout.height * Math.min(WIDEST, across / layout.width);
}
