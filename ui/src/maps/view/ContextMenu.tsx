import { useRef, type ReactNode } from "react";
import { Popover } from "react-aria-components";
import { MenuList, type MenuEntry } from "../../kit";
import { t } from "../../lib/i18n";
import { ACTIONS, possible, run } from "../actions";
import { shownKeys, type Action } from "../model/action";
import { useEditor } from "./use";

const ORDER: readonly Action["group"][] = ["edit", "add", "arrange", "view"];

export function ContextMenu({ at, onClose }: { at: { x: number; y: number }; onClose: () => void }): ReactNode {
  const editor = useEditor();
  const anchor = useRef<HTMLSpanElement>(null);
  const entries = ORDER.flatMap((group) => ACTIONS.filter((one) => one.group === group && !one.name.startsWith("zoom") && possible(one, editor)).map((one, place): MenuEntry => ({
    id: one.name, label: one.label(editor), danger: Boolean(one.danger), apart: place === 0 && group !== "edit",
    onAction: () => run(one, editor), ...(one.keys?.[0] ? { keys: shownKeys(one.keys[0]) } : {}),
  })));
  return (
    <>
      <span ref={anchor} style={{ position: "fixed", left: at.x, top: at.y, width: 1, height: 1 }} />
      <Popover className="popover" triggerRef={anchor} isOpen onOpenChange={(open) => !open && onClose()} placement="bottom start">
        <MenuList entries={entries} label={t("What to do here")} onClose={onClose} />
      </Popover>
    </>
  );
}
