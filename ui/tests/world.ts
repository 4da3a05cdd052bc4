import * as Y from "yjs";
import type { Edit } from "../src/maps/model/edit";
import type { MapValue } from "../src/maps/model/types";
import { writeMap } from "../src/maps/model/writing";

export const bare: MapValue = {
  title: "T", columns: [], lanes: [], cards: [], personas: [], touchpoints: [], edges: [], paths: [], links: [], notes: [],
};

/** Two stages of two steps (a1 a2 | b1 b2), lanes pains and notes, three cards. */
export function shop(): Edit {
  const doc = new Y.Doc();
  writeMap(doc, {
    ...bare,
    columns: [
      { key: "a", title: "A" }, { key: "a1", title: "A1", parent: "a" }, { key: "a2", title: "A2", parent: "a" },
      { key: "b", title: "B" }, { key: "b1", title: "B1", parent: "b" }, { key: "b2", title: "B2", parent: "b" },
    ],
    lanes: [{ key: "pains", type: "pain_point", title: "Pains" }, { key: "notes", type: "text", title: "Notes" }],
    cards: [
      { key: "wide", lane: "pains", at: "a2", to: "b1", text: "wide" },
      { key: "one", lane: "notes", at: "a1", text: "one" },
      { key: "two", lane: "notes", at: "a1", text: "two" },
    ],
  });
  return { doc, locale: "en", origin: "me" };
}
