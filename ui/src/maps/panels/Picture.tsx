/** The picture of a card: chosen, dropped, or by its address; and what it shows, in words. */

import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";
import { Button, Fault, Field, Progress } from "../../kit";
import { t } from "../../lib/i18n";
import { put } from "../model/edit";
import type { Card } from "../model/types";
import { givePicture } from "../pictures";
import { useEditor } from "../view/use";

export function Picture({ card, off }: { card: Card; off: boolean }): ReactNode {
  const editor = useEditor();
  const field = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const send = useMutation({ mutationFn: (file: File) => givePicture(editor.edit, editor.session.id, card, file) });
  const set = (given: Record<string, unknown>): void => put(editor.edit, "cards", card.key, { props: { ...card.props, ...given } });
  const take = (files: FileList | null): void => {
    const file = [...(files ?? [])].find((one) => one.type.startsWith("image/"));
    if (file) send.mutate(file);
  };
  return (
    <>
      {!off && (
        <div
          className={`picture-drop ${over ? "over" : ""}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
          onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files); }}
        >
          <input ref={field} type="file" accept="image/*" hidden onChange={(event) => take(event.target.files)} />
          <Button onPress={() => field.current?.click()}>{card.props?.src ? t("Another picture …") : t("Choose a picture …")}</Button>
          <span className="hint">{t("or drop one here")}</span>
        </div>
      )}
      {send.isPending && <Progress label={t("Sending the picture …")} />}
      <Fault error={send.error} />
      <Field label={t("What the picture shows, for those who do not see it")} value={String(card.props?.alt ?? "")} onChange={(alt) => set({ alt: alt || undefined })} disabled={off} />
    </>
  );
}
