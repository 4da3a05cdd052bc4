import { useState, type ReactNode } from "react";
import { Dialog, Field } from "../../kit";
import { t } from "../../lib/i18n";
import { choosable, findLanes, type Choosable } from "../lanes";
import { addLane } from "../model/cards";
import { useEditor } from "./use";

export function AddLane({ after }: { after: string }): ReactNode {
  const editor = useEditor();
  const [words, setWords] = useState("");
  const shown = findLanes(choosable(), words);
  const choose = (one: Choosable): void => {
    const key = addLane(editor.edit, one.type, one.title, after || undefined, one.role);
    editor.set({ adding: null });
    // A dialog that goes gives the focus back in the next frame: the new lane takes it after that.
    requestAnimationFrame(() => requestAnimationFrame(() => editor.focus({ kind: "lane", key })));
  };
  const list = (title: string, of: readonly Choosable[]): ReactNode => of.length > 0 && (
    <section aria-label={title}>
      <h3>{title}</h3>
      <div className="kinds">
        {of.map((one) => (
          <button key={one.id} type="button" onClick={() => choose(one)}>
            <strong className="t-head">{one.title}</strong>
            <span className="t-small">{one.hint}</span>
          </button>
        ))}
      </div>
    </section>
  );
  const blueprint = list(t("Lanes of a service blueprint"), shown.filter((one) => one.id.includes("/")));
  return (
    <Dialog title={t("Add a lane")} onClose={() => editor.set({ adding: null })} width={760}>
      <form onSubmit={(event) => { event.preventDefault(); const [only] = shown; if (only && words.trim()) choose(only); }}>
        <Field label={t("What should it show?")} value={words} onChange={setWords} autoFocus placeholder={t("quote, KPI, front stage, image, risk")} />
      </form>
      {shown[0]?.id.includes("/") && blueprint}
      {list(t("Lanes"), shown.filter((one) => !one.id.includes("/")))}
      {!shown[0]?.id.includes("/") && blueprint}
      {shown.length === 0 && <p className="quiet">{t("No lane type says that. “Free grid” holds anything.")}</p>}
    </Dialog>
  );
}
