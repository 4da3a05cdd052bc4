import { msg } from "../../lib/i18n";
import { boxed } from "../model/face";
import type { LaneKind } from "../model/face";
import { supportedBy } from "../model/evidence";

export default {
  name: "path",
  label: msg("Journeys"),
  hint: msg("Real journeys as paths over the steps."),
  shape: "cards",
  derived: (columns, { lane, scene }) => {
    const chosen = lane.props?.paths as string[] | undefined;
    const places = new Map(columns.map((one, at) => [one.key, at]));
    return scene.paths
      .filter((path) => !chosen || chosen.includes(path.key))
      .flatMap((path) => {
        const stops = (path.columns ?? []).filter((key) => places.has(key)).sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
        const [first, last] = [stops[0], stops.at(-1)];
        const evidence = supportedBy(path.figures) ?? (path.kind === "observed" ? { observed: 1 } : undefined);
        return first && last ? [{ key: `:${lane.key}:${path.key}`, lane: lane.key, at: first, to: last, text: path.title, ...(path.figures ? { figures: path.figures } : {}), ...(evidence ? { evidence } : {}) }] : [];
      });
  },
  face: (card, row) => boxed(card, row, "soft", "name"),
} satisfies LaneKind;
