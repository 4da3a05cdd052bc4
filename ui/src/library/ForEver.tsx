/** Deleting what has no way back: the first press says what goes, the second does it. */

import { useState, type ReactNode } from "react";
import { Button } from "../kit";
import { t } from "../lib/i18n";

export function ForEver({ label, warning, busy, ask = true, onDrop }: { label: string; warning: string; busy: boolean; ask?: boolean; onDrop: () => void }): ReactNode {
  const [sure, setSure] = useState(false);
  return (
    <>
      {sure && <><span className="small" role="status">{warning}</span><Button kind="bare" onPress={() => setSure(false)}>{t("Cancel")}</Button></>}
      <Button kind="danger" isDisabled={busy} onPress={() => (sure || !ask ? onDrop() : setSure(true))}>{sure ? t("Delete for ever") : label}</Button>
    </>
  );
}
