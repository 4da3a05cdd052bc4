/** A face drawn: its blocks one below the other, the sign of evidence at the right. */

import { Fragment, lazy, memo, Suspense, useContext, useState, type ReactNode } from "react";
import type { Mini } from "../../charts/small";
import { MiniView } from "../../charts/MiniView";
import { t } from "../../lib/i18n";
import { figure, interval } from "../../lib/format";
import type { Block, Face } from "../model/face";
import type { Figure } from "../model/types";
import { ICONS } from "../model/icons";
import { pictureAt } from "../pictures";
import { EditorContext } from "./use";
import { Glyph } from "./Glyph";

const PinnedNumber = lazy(() => import("../live/PinnedNumber"));
const Pinned = lazy(() => import("../live/Pinned"));
const CURVES = ["--accent", "--second", "--third", "--fourth", "--fifth"];
export const curveColour = (index: number): string => `var(${CURVES[index] ?? "--ink-2"})`;

function BlockView({ block }: { block: Block }): ReactNode {
  switch (block.kind) {
    case "text":
      return <span className={`t-${block.style}`} {...(block.lang ? { lang: block.lang } : {})}>{block.text}</span>;
    case "mix":
      return (
        <span className="mix">
          <span className="mix-bar">{block.parts.map((part) => <i key={part.name} style={{ flexGrow: part.share, background: curveColour(part.colour) }} />)}</span>
          {block.parts.map((part) => <Fragment key={part.name}><span className="t-small"><i style={{ background: curveColour(part.colour) }} />{part.name} {part.shown}</span>{" "}</Fragment>)}
        </span>
      );
    case "dots":
      return (
        <span className="dots">
          <svg width="56" height="10" aria-hidden="true">
            {[0, 1, 2, 3, 4].map((at) => <circle key={at} cx={5 + at * 11} cy="5" r="3.6" fill={at < block.filled ? "currentColor" : "none"} stroke="currentColor" strokeWidth="1.2" />)}
          </svg>
          <span className="t-small">{block.shown}</span>
        </span>
      );
    case "bar":
      return (
        <span className="chart-bar">
          <span className="t-strong">{block.shown}</span>
          <i style={{ height: Math.max(1, 44 * block.part), background: block.bad ? "var(--pain)" : "var(--accent)" }} />
        </span>
      );
    case "mini":
      return <MiniBlock {...block} />;
    case "counted":
      return <NumberBlock {...block} />;
    case "tickets":
      return <span className="tags">{block.told.map((one) => <Fragment key={one.key}><span className={`tag ticket ${one.far}`} title={`${one.key} · ${one.words}`}><span aria-hidden="true">{one.sign}</span> {one.key}<span className="unseen"> {one.words}</span></span>{" "}</Fragment>)}</span>;
    case "tags":
      return <span className="tags">{block.tags.map((tag) => <Fragment key={tag}><span className="tag">{tag}</span>{" "}</Fragment>)}</span>;
    case "sign":
      return <span className="media-sign"><SignView sign={block.sign} /><span className="t-small">{block.shown}</span></span>;
    case "picture":
      return block.src ? <Photo {...block} /> : <Sketch height={block.height} alt={block.alt} />;
  }
}

/** Whoever is signed in sees the data of now; a shared page shows what the card keeps. */
function MiniBlock({ mini, exploration }: { mini: Mini; exploration: string }): ReactNode {
  const session = useContext(EditorContext)?.session;
  const kept = <MiniView mini={mini} />;
  return exploration && session && !session.token ? <Suspense fallback={kept}><Pinned exploration={exploration} mini={mini} /></Suspense> : kept;
}

function NumberBlock({ exploration, value }: { exploration: string; value: Figure }): ReactNode {
  const session = useContext(EditorContext)?.session;
  const kept = <span className="counted"><span className="t-number">{figure(value)} <span className="tag">SQL</span></span>{interval(value) && <span className="t-tiny">({interval(value)})</span>}</span>;
  return session && !session.token ? <Suspense fallback={kept}><PinnedNumber exploration={exploration} kept={value} /></Suspense> : kept;
}

export function Photo({ src, alt, height }: { src: string; alt: string; height: number }): ReactNode {
  const token = useContext(EditorContext)?.session.token ?? "";
  const [broken, setBroken] = useState(false);
  if (broken) return <Sketch height={height} alt={alt} />;
  return <img src={pictureAt(src, token)} alt={alt} style={{ height }} draggable={false} loading="lazy" onError={() => setBroken(true)} />;
}

function Sketch({ height, alt }: { height: number; alt: string }): ReactNode {
  return (
    <svg className="sketch" height={height} viewBox="0 0 120 72" preserveAspectRatio="xMidYMid slice" role="img" aria-label={alt || t("picture to come")}>
      <path d="M28 58l20-24 14 14 14-20 22 30z" fill="none" stroke="var(--accent)" strokeWidth="1.6" />
      <circle cx="40" cy="24" r="4" fill="none" stroke="var(--accent)" strokeWidth="1.6" />
    </svg>
  );
}

const SIGNS = { video: "M2 4h18v14H2zM9 7.5l6 3.5-6 3.5z", document: "M4 2h9l5 5v13H4zM13 2v5h5M7 12h8M7 16h8" };

function SignView({ sign }: { sign: keyof typeof SIGNS }): ReactNode {
  return <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true"><path d={SIGNS[sign]} fill="var(--accent-soft)" stroke="var(--accent)" strokeWidth="1.4" strokeLinejoin="round" /></svg>;
}

/** One of the small drawings of cards. */
export function Icon({ name }: { name: string }): ReactNode {
  const icon = ICONS[name];
  return icon ? <svg className="icon" width="14" height="14" viewBox="0 0 16 16" role="img" aria-label={t(icon.label)}><path d={icon.path} /></svg> : null;
}

export const FaceView = memo(function FaceView({ face, stale = false }: { face: Face; stale?: boolean }): ReactNode {
  return (
    <>
      {face.icon && <Icon name={face.icon} />}
      <span className="card-face">{face.blocks.map((block, at) => <Fragment key={at}>{at > 0 && " "}<BlockView block={block} /></Fragment>)}</span>
      {face.level && <Glyph level={face.level} stale={stale} />}
    </>
  );
});
