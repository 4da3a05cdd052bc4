/** A chart on a page: drawn to its room, told by pointer and keyboard, with its line of explanation. */

import { Fragment, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import "../styles/charts.css";
import { t } from "../lib/i18n";
import { remeasure } from "../maps/model/typeset";
import { MarkView } from "./Marks";
import type { About, ChartKind, Part, Picture, Spot } from "./picture";
import type { Tables } from "./table";

interface ChartProps {
  kind: ChartKind;
  tables: Tables;
  table: string;
  about: About;
  /** Called when somebody asks for more about a part. */
  onSpot?: (spot: Spot) => void;
  /** Title of the part that is asked about, as an address says; it is told again once it is drawn. */
  spotted?: string;
  /** Without explanation and controls, for walls and panels. */
  bare?: boolean;
}

const BEGIN = 0.3;

export function ChartView({ kind, tables, table, about, onSpot, spotted = "", bare = false }: ChartProps): ReactNode {
  const [detail, setDetail] = useState(BEGIN);
  const [box, width] = useWidth();
  const picture = useMemo(() => (width > 0 ? kind.lay(tables, table, { width, detail }, about) : null), [kind, tables, table, width, detail, about]);
  const id = useId();
  useEffect(() => {
    const spot = spotted ? picture?.parts.find((part) => part.spot?.title === spotted)?.spot : undefined;
    if (spot) onSpot?.(spot);
  }, [picture, spotted, onSpot]);
  return (
    <figure className="chart" aria-labelledby={`${id}-title`}>
      {!bare && (
        <figcaption className="chart-head">
          <h3 id={`${id}-title`}>{t(kind.label)}</h3>
          {kind.detailed && (
            <label className="detail small quiet">{t("Less")}<input type="range" min={0} max={1} step={0.05} value={detail} aria-label={t("How much is shown")} onChange={(event) => setDetail(Number(event.target.value))} />{t("More")}</label>
          )}
        </figcaption>
      )}
      {bare && <span className="unseen" id={`${id}-title`}>{t(kind.label)}</span>}
      {picture?.finding && <p className="finding-line">{picture.finding}</p>}
      <div ref={box} className="chart-box">{picture && (picture.parts.length ? <Drawing picture={picture} name={t(kind.label)} {...(onSpot ? { onSpot } : {})} /> : <EmptyChart />)}</div>
      {picture?.note && <p className="small">{picture.note}</p>}
      {!bare && <p className="small quiet explain">{t(kind.explain)}</p>}
    </figure>
  );
}

function EmptyChart(): ReactNode {
  return (
    <div className="chart-empty">
      <svg width="180" height="72" aria-hidden="true">{[64, 46, 28, 16].map((h, at) => <rect key={h} x={at * 44} y={70 - h} width="34" height={h} rx="3" fill="none" stroke="var(--line)" strokeDasharray="3 3" />)}</svg>
      <p className="quiet">{t("There is nothing to draw: these people did nothing in this period that answers the question. Take a filter out, or ask otherwise.")}</p>
    </div>
  );
}

/** The picture with its parts: arrows go from one to the next, Enter asks for more. */
function Drawing({ picture, name, onSpot }: { picture: Picture; name: string; onSpot?: (spot: Spot) => void }): ReactNode {
  const [at, setAt] = useState(0);
  const [told, setTold] = useState<{ spot: Spot; x: number; y: number } | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const spots = picture.parts.filter((part) => part.spot);
  const tell = (part: Part, target: Element): void => {
    const place = target.getBoundingClientRect();
    if (part.spot) setTold({ spot: part.spot, x: place.left + place.width / 2, y: place.top });
  };
  const keys = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = by ? at + by : event.key === "Home" ? 0 : event.key === "End" ? spots.length - 1 : -1;
    if (event.key === "Escape") setTold(null);
    const spot = spots[at]?.spot;
    if ((event.key === "Enter" || event.key === " ") && onSpot && spot) onSpot(spot);
    else if (next < 0 || next >= spots.length) return;
    else {
      setAt(next);
      svg.current?.querySelectorAll<SVGElement>("[data-spot]")[next]?.focus();
    }
    event.preventDefault();
  };
  return (
    <>
      <svg ref={svg} className="drawing" width={picture.width} height={picture.height} role="group" aria-label={name} onKeyDown={keys} onPointerLeave={() => setTold(null)}>
        {picture.parts.map((part) => {
          const marks = part.marks.map((mark, place) => <Fragment key={place}><MarkView mark={mark} />{" "}</Fragment>);
          const seen = part.marks.flatMap((mark) => (mark.kind === "text" ? [mark.text] : [])).join(" "); // what is seen is also how voices call it
          if (!part.spot) return <g key={part.key} aria-hidden="true">{marks}</g>;
          const place = spots.indexOf(part);
          const { spot } = part;
          return (
            <g
              key={part.key} data-spot="" role={onSpot ? "button" : "img"} tabIndex={place === at ? 0 : -1} aria-label={[seen, spot.title, ...spot.facts.map(([label, value]) => `${label} ${value}`)].filter(Boolean).join(", ")}
              onPointerEnter={(event) => tell(part, event.currentTarget)} onFocus={(event) => { setAt(place); tell(part, event.currentTarget); }} onBlur={() => setTold(null)} onClick={() => { setAt(place); onSpot?.(spot); }}
            >
              {marks}
            </g>
          );
        })}
      </svg>
      {told && <Tip told={told} more={Boolean(onSpot)} />}
    </>
  );
}

function Tip({ told, more }: { told: { spot: Spot; x: number; y: number }; more: boolean }): ReactNode {
  const left = Math.max(8, Math.min(told.x - 130, innerWidth - 268));
  const below = told.y < 220;
  return (
    <div className="chart-tip" aria-hidden="true" style={{ left, top: below ? told.y + 28 : told.y - 8, transform: below ? undefined : "translateY(-100%)" }}>
      <strong>{told.spot.title}</strong>
      <dl>{told.spot.facts.slice(0, 12).map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      {more && <span className="small">{t("Click to go on from here")}</span>}
    </div>
  );
}

function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const one = box.current;
    if (!one) return undefined;
    const size = new ResizeObserver(() => setWidth(Math.max(220, Math.floor(one.clientWidth))));
    void document.fonts.ready.then(() => {
      remeasure(); // widths told before the fonts came are those of other letters
      size.observe(one);
    });
    return () => size.disconnect();
  }, []);
  return [box, width];
}
