/** The map as one value: the twin of `footpath.maps.model`, whose docstrings say what each field means. */

export type Text = string | Record<string, string>;
export type Unit = "count" | "persons" | "share" | "points" | "seconds" | "score" | "money" | "ratio";
export type Tone = "neutral" | "pain" | "warn" | "good";
export type Level = "hypothesis" | "reported" | "observed" | "measured";

export interface Figure {
  value: number;
  unit: Unit;
  n?: number;
  lo?: number;
  hi?: number;
  numerator?: number;
  denominator?: number;
  definition?: string;
  source?: string;
  as_of?: string;
  currency?: string;
}

export interface Evidence {
  reported?: number;
  observed?: number;
  measured?: number;
  newest_at?: string;
  sources?: string[];
}

export interface Persona {
  key: string;
  name: Text;
  description?: Text;
  share?: Figure;
  traits?: Text[];
  typical?: string;
  segment?: string;
  profile?: Record<string, unknown>;
}

export interface Column {
  key: string;
  title: Text;
  parent?: string;
  description?: Text;
  moment_of_truth?: boolean;
  matches?: string[];
  figures?: Record<string, Figure>;
}

export interface Touchpoint {
  key: string;
  title: Text;
  channel?: string;
  where?: Record<string, string[]>;
  merged?: string[];
  figures?: Record<string, Figure>;
}

export type EdgeKind = "next" | "skip" | "loop" | "leave" | "branch";

export interface Edge {
  from: string;
  to?: string;
  kind?: EdgeKind;
  condition?: Text;
  figures?: Record<string, Figure>;
  /** An unplanned move, shown while planned is held against travelled; never in a document. */
  unplanned?: boolean;
  /** A move somebody drew, which wears the figures of those who make it; never in a document. */
  planned?: boolean;
}

export interface Path {
  key: string;
  title: Text;
  kind?: string;
  columns?: string[];
  persona?: string;
  figures?: Record<string, Figure>;
}

export interface Lane {
  key: string;
  type: string;
  title: Text;
  note?: Text;
  role?: string;
  persona?: string;
  collapsed?: boolean;
  props?: Record<string, unknown>;
}

export interface Card {
  key: string;
  lane: string;
  at: string;
  to?: string;
  text?: Text;
  detail?: Text;
  value?: Figure;
  figures?: Record<string, Figure>;
  tone?: Tone;
  persona?: string;
  channel?: string;
  icon?: string;
  lang?: string;
  origin?: string;
  rank?: number;
  owner?: string;
  status?: string;
  evidence?: Evidence;
  props?: Record<string, unknown>;
}

export interface CardLink {
  from: string;
  to: string;
  kind?: "triggers" | "needs" | "handoff";
  label?: Text;
}

export interface Note {
  topic: string;
  text: Text;
}

/** The scalar fields of a map. */
export interface MapFields {
  format?: string;
  key?: string;
  title?: Text;
  subtitle?: Text;
  kind?: string;
  state?: string;
  status?: string;
  locale?: string;
  owner?: string;
  /** Id of the map that is this one as it should be, or as it is. */
  twin?: string;
  scenario?: Text;
  template?: string;
  goal?: string;
  goal_conversion?: Figure;
  persons?: number;
  period_start?: string;
  period_end?: string;
  as_of?: string;
  sources?: string[];
}

export interface MapValue extends MapFields {
  personas: Persona[];
  touchpoints: Touchpoint[];
  columns: Column[];
  edges: Edge[];
  paths: Path[];
  lanes: Lane[];
  cards: Card[];
  links: CardLink[];
  notes: Note[];
}

export type Collection = "columns" | "lanes" | "cards" | "personas" | "touchpoints" | "edges" | "paths" | "links" | "notes";

/** Return a text in a locale, else in English, else in whatever there is. */
export function localised(text: Text | undefined, locale: string): string {
  if (text === undefined) return "";
  if (typeof text === "string") return text;
  const wanted = [locale, locale === "zh-TW" ? "zh-Hant" : locale, locale.split("-")[0] ?? "", "en"];
  for (const one of wanted) {
    const found = text[one];
    if (found) return found;
  }
  return Object.values(text)[0] ?? "";
}
