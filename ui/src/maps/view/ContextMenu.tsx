import { useRef, type ReactNode } from "react";
import { Popover } from "react-aria-components";
import { MenuList, type MenuEntry } from "../../kit";
import { t } from "../../lib/i18n";
import { offered, possible, run } from "../actions";
import { shownKeys } from "../model/action";
import { useEditor } from "./use";

export function ContextMenu({ at, onClose }: { at: { x: number; y: number }; onClose: () => void }): ReactNode {
  const editor = useEditor();
  const anchor = useRef<HTMLSpanElement>(null);
  const kind = editor.state.active?.kind ?? "lane";
  const entries = offered(kind, (one) => possible(one, editor)).flatMap((group, at) => group.map((one, place): MenuEntry => ({
    id: one.name, label: one.label(editor), danger: Boolean(one.danger), apart: place === 0 && at > 0,
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
