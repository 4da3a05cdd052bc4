/** A number of a step put on the map as a card that shows it as it is now. */

import { figureName } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { Editor } from "../editor";
import { addCard } from "../model/cards";
import { act } from "../model/edit";
import { localised, type Card, type Column, type Figure } from "../model/types";
import { laneTaking } from "../taking";

const LOSSES = ["drop_off"];

/** Put a figure of a column on the map: losses among the pain points, others on a lane of numbers; return the card's key. */
export function putOnMap(editor: Editor, column: Column, name: string, one: Figure): string {
  const loss = LOSSES.includes(name);
  const type = loss ? "pain_point" : "metric";
  const title = localised(column.title, editor.view.scene.locale) || t("Untitled step");
  const given: Partial<Card> = {
    text: loss ? t("People leave at “{step}”", { step: title }) : figureName(name), value: one, props: { figure: name }, ...(loss ? { tone: "pain" as const } : {}),
    evidence: { observed: one.n ?? 0, measured: one.n ?? 0, ...(one.as_of ? { newest_at: one.as_of } : {}) },
  };
  return act(editor.edit, () => {
    const lane = laneTaking(editor.view, editor.edit, type, loss ? t("Pain points") : t("Numbers"));
    return addCard(editor.edit, { lane, at: column.key }, given);
  });
}
