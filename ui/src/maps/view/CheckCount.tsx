import type { ReactNode } from "react";
import { Button } from "../../kit";
import { t } from "../../lib/i18n";
import { useChecking, useFindings } from "../checking";
import { useEditor } from "./use";

/** How many places of the map fall short, and the way to them; nothing where none does. */
export function CheckCount({ id }: { id: string }): ReactNode {
  const editor = useEditor();
  useChecking(id, editor);
  const { data } = useFindings(id);
  const open = (data ?? []).filter((one) => !one.muted);
  if (!open.length) return null;
  const grave = open.some((one) => one.severity === "error");
  return <Button kind="bare" className="check-count" onPress={() => editor.open("check")}>{t("Check")} <span className={`badge ${grave ? "pain" : "warn"}`}>{open.length}</span></Button>;
}
