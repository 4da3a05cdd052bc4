/** A map with nothing on it shows the three ways to begin. */

import { useState, type ReactNode } from "react";
import { Button, Field } from "../../kit";
import { t } from "../../lib/i18n";
import { addLane } from "../model/cards";
import { pasteColumns } from "../model/columns";
import { act } from "../model/edit";
import { useEditor } from "./use";

const BASIC = ["goal", "thought", "emotion", "touchpoint", "pain_point", "opportunity"] as const;

export function EmptyMap(): ReactNode {
  const editor = useEditor();
  const [words, setWords] = useState("");
  const names: Record<(typeof BASIC)[number], string> = { goal: t("What I want"), thought: t("What I think"), emotion: t("Emotion"), touchpoint: t("Touchpoints"), pain_point: t("Pain points"), opportunity: t("Opportunities") };
  const begin = (): void => {
    act(editor.edit, () => {
      const made = pasteColumns(editor.edit, words.split("\n"));
      if (made.length === 0) return;
      for (const type of BASIC) addLane(editor.edit, type, names[type]);
    });
    editor.focus(editor.first());
  };
  if (!editor.writable) return <div className="empty-map"><h2>{t("This map is still empty")}</h2><p className="quiet">{t("Whoever owns it has not put anything on it yet.")}</p></div>;
  return (
    <div className="empty-map">
      <h2>{t("Begin with what the customer lives through")}</h2>
      <p className="quiet">{t("Write or paste the stages, one a line. Indent a line to make it a step of the stage above.")}</p>
      <Field label={t("Stages and steps")} value={words} onChange={setWords} rows={9} autoFocus placeholder={t("Discover\n  Search\n  Compare\nBuy\n  Pay\nReceive")} />
      <div className="row"><Button kind="primary" isDisabled={!words.trim()} onPress={begin}>{t("Draw the map")}</Button></div>
      <p className="quiet small">{t("It gets lanes for goals, thoughts, emotion, touchpoints, pains and opportunities; add, rename or delete any of them.")}</p>
    </div>
  );
}

/** Stages without lanes: the next thing to do. */
export function NoLanes(): ReactNode {
  const editor = useEditor();
  return (
    <div className="no-lanes">
      <p className="quiet">{t("Lanes hold what customers do, feel and say at each step, and where it hurts. This map has none yet.")}</p>
      {editor.writable && <div className="row"><Button kind="primary" onPress={() => editor.set({ adding: "" })}>{t("Add a lane")}</Button></div>}
    </div>
  );
}
