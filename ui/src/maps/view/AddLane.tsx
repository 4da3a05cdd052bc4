import { useState, type ReactNode } from "react";
import { Dialog, Field } from "../../kit";
import { t } from "../../lib/i18n";
import { LANES } from "../lanes";
import { addLane } from "../model/cards";
import { useEditor } from "./use";

export function AddLane({ after }: { after: string }): ReactNode {
  const editor = useEditor();
  const [words, setWords] = useState("");
  const kinds = [...LANES.values()].filter((one) => one.name !== "unknown").sort((a, b) => t(a.label).localeCompare(t(b.label)));
  const wanted = words.trim().toLocaleLowerCase();
  const shown = kinds.filter((one) => `${t(one.label)} ${t(one.hint)}`.toLocaleLowerCase().includes(wanted));
  const choose = (type: string): void => {
    const kind = LANES.get(type);
    if (!kind) return;
    const key = addLane(editor.edit, type, t(kind.label), after || undefined, kind.role);
    editor.set({ adding: null });
    editor.focus({ kind: "lane", key });
  };
  return (
    <Dialog title={t("Add a lane")} onClose={() => editor.set({ adding: null })} width={760}>
      <Field label={t("What should it show?")} value={words} onChange={setWords} autoFocus />
      <div className="kinds">
        {shown.map((one) => (
          <button key={one.name} type="button" onClick={() => choose(one.name)}>
            <strong className="t-head">{t(one.label)}</strong>
            <span className="t-small">{t(one.hint)}</span>
          </button>
        ))}
      </div>
      {shown.length === 0 && <p className="quiet">{t("No lane type says that. “Free grid” holds anything.")}</p>}
    </Dialog>
  );
}
