/** The title of a map, typed in place: as many lines as it needs, none of them broken by hand. */

import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { t } from "../../lib/i18n";
import { writeTop } from "../model/edit";
import { useEditor, useLoaded } from "./use";

const GROWS = CSS.supports("field-sizing", "content");

export function MapTitle({ title }: { title: string }): ReactNode {
  const editor = useEditor();
  const loaded = useLoaded();
  const field = useRef<HTMLTextAreaElement>(null);
  const before = useRef(title);

  useLayoutEffect(() => {
    const box = field.current;
    if (GROWS || !box) return undefined;
    const grow = (): void => {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight}px`;
    };
    grow();
    addEventListener("resize", grow);
    return () => removeEventListener("resize", grow);
  }, [title, loaded]);

  const write = (text: string): void => writeTop(editor.edit, "title", text.replace(/\s*\n\s*/g, " "));
  const keys = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || !(event.key === "Enter" || event.key === "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") write(before.current);
    const map = document.querySelector<HTMLElement>(".scroller, .table-view");
    const stood = map?.querySelector<HTMLElement>('[data-cell][tabindex="0"]') ?? map;
    if (stood) stood.focus({ preventScroll: true });
    else field.current?.blur();
  };

  if (!loaded && !title) return <h1 className="map-title" aria-busy="true">{"\u00a0"}</h1>;
  if (!editor.writable) return <h1 className="map-title">{title || t("Untitled map")}</h1>;
  return (
    <>
      <h1 className="unseen">{title || t("Untitled map")}</h1>
      <textarea
        ref={field} className="map-title" rows={1} value={title} placeholder={t("Name this journey as the customer would: “I order a lamp”")} aria-label={t("Title of the map")} enterKeyHint="done"
        onFocus={() => { before.current = title; editor.session.undo.stopCapturing(); }} onBlur={() => editor.session.undo.stopCapturing()} onChange={(event) => write(event.target.value)} onKeyDown={keys}
      />
    </>
  );
}
