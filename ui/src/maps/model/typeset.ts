/** How wide words are and where lines break, without asking the page for layout. */

import type { Style } from "./face";

const FAMILY = '"Inter Variable", "Noto Sans TC", "PingFang TC", "Microsoft JhengHei", sans-serif';
/** Size, weight and height of a line of each style, px; the same numbers stand in map.css. */
export const STYLES: Record<Style, { size: number; weight: number; line: number; italic?: boolean }> = {
  head: { size: 12.5, weight: 600, line: 17 },
  name: { size: 12.5, weight: 500, line: 17 },
  strong: { size: 11.5, weight: 500, line: 16 },
  body: { size: 12.5, weight: 400, line: 17 },
  small: { size: 11.5, weight: 400, line: 16 },
  tiny: { size: 11, weight: 400, line: 15 },
  number: { size: 15, weight: 600, line: 20 },
  quote: { size: 12.5, weight: 400, line: 17, italic: true },
};
const LATIN = 0x250; // signs below it are looked up in an array
const MOST_KEPT = 20_000;

/** A text cut where a line may break. */
interface Run {
  /** Width of each piece without and with the spaces after it. */
  bare: number[];
  full: number[];
  /** Places of the first pieces of paragraphs. */
  starts: number[];
  total: number;
  longest: number;
}

class Pen {
  #style: Style;
  #latin = new Float64Array(LATIN).fill(-1);
  #others = new Map<number, number>();
  runs = new Map<string, Run>();

  constructor(style: Style) {
    this.#style = style;
  }

  /** Return the width of one sign. Kerning is left out: it makes words a little narrower than counted, never wider. */
  width(sign: number): number {
    if (sign < LATIN) {
      const known = this.#latin[sign] ?? -1;
      return known >= 0 ? known : (this.#latin[sign] = measured(sign, this.#style));
    }
    let known = this.#others.get(sign);
    if (known === undefined) this.#others.set(sign, (known = measured(sign, this.#style)));
    return known;
  }

  /** Forget what was measured in another font than there is now; say whether anything was. */
  renew(): boolean {
    const known = this.#latin[PROBE] ?? -1;
    if (known < 0 || known === measured(PROBE, this.#style)) return false;
    this.#latin.fill(-1);
    this.#others.clear();
    this.runs.clear();
    return true;
  }
}

const PROBE = 109; // m

let canvas: CanvasRenderingContext2D | null | undefined;

function measured(sign: number, style: Style): number {
  const { size, weight, italic } = STYLES[style];
  canvas ??= typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  if (!canvas) return size * (isWide(sign) ? 1 : 0.56);
  canvas.font = `${italic ? "italic " : ""}${weight} ${size}px ${FAMILY}`;
  return canvas.measureText(String.fromCodePoint(sign)).width;
}

const PENS = Object.fromEntries(Object.keys(STYLES).map((style) => [style, new Pen(style as Style)])) as Record<Style, Pen>;

/** Forget widths measured before the fonts came; say whether there were any. */
export const remeasure = (): boolean => Object.values(PENS).map((pen) => pen.renew()).some(Boolean);

/** Chinese, Japanese and Korean signs, and pictures: a line may break on either side of them. */
const isWide = (sign: number): boolean =>
  sign >= 0x1100 && (sign <= 0x11ff || (sign >= 0x2e80 && sign <= 0x9fff) || (sign >= 0xac00 && sign <= 0xd7af) || (sign >= 0xf900 && sign <= 0xfaff) || (sign >= 0xff00 && sign <= 0xffef) || sign > 0xffff);

const isSpace = (sign: number): boolean => sign === 32 || sign === 9 || sign === 10 || sign === 13 || sign === 0x3000;

function runOf(text: string, style: Style): Run {
  const pen = PENS[style];
  const known = pen.runs.get(text);
  if (known) return known;
  if (pen.runs.size > MOST_KEPT) pen.runs.clear();
  const run = cut(text, pen);
  pen.runs.set(text, run);
  return run;
}

/** Cut a text after spaces and around wide signs. */
function cut(text: string, pen: Pen): Run {
  const run: Run = { bare: [], full: [], starts: [0], total: 0, longest: 0 };
  let [bare, full] = [0, 0];
  const end = (): void => {
    if (full === 0) return;
    run.bare.push(bare);
    run.full.push(full);
    run.total += full;
    run.longest = Math.max(run.longest, bare);
    bare = full = 0;
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.codePointAt(at) ?? 0;
    if (sign > 0xffff) at += 1;
    if (sign === 10) {
      end();
      run.starts.push(run.bare.length);
    } else if (isSpace(sign)) full += pen.width(sign);
    else {
      const wide = isWide(sign);
      if (wide || full > bare) end();
      bare += pen.width(sign);
      full = bare;
      if (wide) end();
    }
  }
  end();
  return run;
}

/** Return how many lines a text takes in a width; words longer than it are broken. */
export function lines(text: string, style: Style, width: number): number {
  const { bare, full, starts } = runOf(text, style);
  let count = 0;
  for (let paragraph = 0; paragraph < starts.length; paragraph += 1) {
    count += 1;
    let at = 0;
    for (let piece = starts[paragraph] ?? 0; piece < (starts[paragraph + 1] ?? bare.length); piece += 1) {
      const wide = bare[piece] ?? 0;
      if (at > 0 && at + wide > width) {
        count += 1;
        at = 0;
      }
      if (wide > width) {
        count += Math.ceil(wide / width) - 1;
        at = wide % width;
      } else at += full[piece] ?? 0;
    }
  }
  return count;
}

export const textWidth = (text: string, style: Style): number => runOf(text, style).total;

export const longestWord = (text: string, style: Style): number => runOf(text, style).longest;
