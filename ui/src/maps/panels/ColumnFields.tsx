import { useState, type ReactNode } from "react";
import { Button, Check, Choice, Field } from "../../kit";
import { inOrder } from "../../lib/format";
import { t } from "../../lib/i18n";
import { put, write } from "../model/edit";
import { changeEdge, removeEdge } from "../model/strands";
import { MOVES } from "../model/telling";
import { localised, type Column } from "../model/types";
import { lead } from "../structure";
import { useEditor, useView } from "../view/use";
import { FigureFacts } from "./Figures";

export function ColumnFields({ column }: { column: Column }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const [to, setTo] = useState("");
  const { locale } = view.scene;
  const off = !editor.writable;
  const name = (key: string): string => localised(view.tree.index.get(key)?.title, locale) || t("out of the journey");
  const edges = view.edges.filter((one) => one.from === column.key);
  return (
    <>
      <Field label={t("Title")} value={localised(column.title, locale)} onChange={(text) => write(editor.edit, "columns", column.key, "title", text)} disabled={off} />
      <Field label={t("Description")} value={localised(column.description, locale)} onChange={(text) => write(editor.edit, "columns", column.key, "description", text)} rows={4} disabled={off} />
      <Check label={t("Moment of truth: it decides what people think of you")} value={Boolean(column.moment_of_truth)} onChange={(moment_of_truth) => put(editor.edit, "columns", column.key, { moment_of_truth })} disabled={off} />
      <Field label={t("Touchpoints whose events are this step")} value={(column.matches ?? []).join(", ")} onChange={(text) => put(editor.edit, "columns", column.key, { matches: text.split(",").map((one) => one.trim()).filter(Boolean) })} disabled={off} />
      <h3>{t("Where people go from here")}</h3>
      <ul className="list">
        {edges.map((edge) => (
          <li key={`${edge.kind}/${edge.to}`}>
            <div className="row"><span className="grow">{t(MOVES[edge.kind ?? "next"])} {name(edge.to ?? "")}</span>{!off && <Button kind="bare" aria-label={t("Delete this move")} onPress={() => removeEdge(editor.edit, edge.from, edge.to ?? "")}>{t("Delete")}</Button>}</div>
            {edge.kind !== "next" && <Field label={t("When")} value={localised(edge.condition, locale)} onChange={(condition) => changeEdge(editor.edit, edge.from, edge.to ?? "", { condition })} disabled={off} />}
            {inOrder(edge.figures).map(([figure, one]) => <FigureFacts key={figure} name={figure} one={one} />)}
          </li>
        ))}
      </ul>
      {!off && (
        <div className="row" style={{ alignItems: "flex-end" }}>
          <div className="grow"><Choice label={t("Add a move to")} value={to} onChange={setTo} options={[["", t("choose …")], ...view.tree.columns.filter((one) => one.key !== column.key).map((one) => [one.key, name(one.key)] as const)]} /></div>
          <Button isDisabled={!to} onPress={() => { lead(editor, column.key, to); setTo(""); }}>{t("Add")}</Button>
        </div>
      )}
      {inOrder(column.figures).map(([figure, one]) => <FigureFacts key={figure} name={figure} one={one} />)}
    </>
  );
}
