import { msg } from "../../lib/i18n";
import { belongs, glyph, plain, text } from "../model/face";
import type { LaneKind } from "../model/face";
import { figure } from "../../lib/format";
import { isPrompt } from "../model/evidence";
import { localised } from "../model/types";

export default {
  name: "touchpoint",
  label: msg("Touchpoints"),
  hint: msg("Where customer and organisation meet: the contact, its channel, how many it reaches."),
  shape: "cards",
  face: (card, row) => {
    const { locale } = row.scene;
    const title = localised(card.text, locale) || card.channel || "";
    const channel = card.channel && !title.toLowerCase().includes(card.channel.toLowerCase()) ? card.channel : "";
    const reach = card.value ?? ["persons", "reach", "events", "count"].map((name) => card.figures?.[name]).find(Boolean);
    const second = [channel, reach ? figure(reach) : ""].filter(Boolean).join(" · ");
    if (isPrompt(card)) return plain(card, row);
    const blocks = [...text(title), ...text(second, "small"), ...text(localised(card.detail, locale), "small"), ...text(belongs(card, row), "tiny")];
    return { box: "", blocks, level: glyph(card, row.scene) };
  },
} satisfies LaneKind;
