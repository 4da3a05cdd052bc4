import { msg } from "../../lib/i18n";
import { boxed, text } from "../model/face";
import type { LaneKind } from "../model/face";
import { figure } from "../../lib/format";
import { localised } from "../model/types";

export default {
  name: "persona",
  label: msg("Personas"),
  hint: msg("Who travels: each persona with its share and what sets it apart."),
  shape: "cards",
  derived: (columns, { lane, scene }) => {
    const all = [...scene.personas.keys()];
    return all.flatMap((persona, index) => {
      const first = columns[Math.floor((index * columns.length) / all.length)];
      const last = columns[Math.min(Math.floor(((index + 1) * columns.length) / all.length) - 1, Math.floor((index * columns.length) / all.length) + 3)];
      return first ? [{ key: `:${lane.key}:${persona}`, lane: lane.key, at: first.key, to: last?.key ?? "", persona }] : [];
    });
  },
  face: (card, row) => {
    const { locale, personas } = row.scene;
    const persona = personas.get(card.persona ?? "");
    if (!persona) return boxed(card, row, "panel");
    const traits = (persona.traits ?? []).slice(0, 3).flatMap((one) => text(`· ${localised(one, locale)}`, "small"));
    const share = persona.share ? text(figure(persona.share), "strong") : [];
    return { box: "panel", level: null, blocks: [...text(localised(persona.name, locale), "head"), ...share, ...text(localised(persona.description, locale), "small"), ...traits] };
  },
} satisfies LaneKind;
