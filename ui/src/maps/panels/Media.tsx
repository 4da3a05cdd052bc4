/** The video or document of a card: chosen, or by its address; played here, or opened in a tab of its own. */

import { useMutation } from "@tanstack/react-query";
import { useRef, type ReactNode } from "react";
import { Button, Fault, Field, Progress } from "../../kit";
import { t } from "../../lib/i18n";
import { putProps, writeCard } from "../model/cards";
import { addressOf, keptOf, plays, titleOf, type Sign } from "../model/media";
import { localised, type Card } from "../model/types";
import { keepFile, pictureAt } from "../pictures";
import { useEditor, useView } from "../view/use";

const TAKES: Record<Sign, string> = { video: "video/mp4,video/webm", document: ".pdf,.docx,.xlsx,.pptx,.txt,.md,.csv" };

export function Media({ card, sign, off }: { card: Card; sign: Sign; off: boolean }): ReactNode {
  const editor = useEditor();
  const { locale } = useView().scene;
  const field = useRef<HTMLInputElement>(null);
  const set = (given: Record<string, unknown>): void => putProps(editor.edit, [card], () => given);
  const send = useMutation({
    mutationFn: (file: File) => keepFile(editor.session.id, card, file),
    onSuccess: (kept) => {
      set({ src: kept.src, file: kept.name, media: kept.type });
      if (!titleOf({ ...card, props: {} }, locale)) writeCard(editor.edit, card.key, kept.name.replace(/\.\w+$/, ""));
    },
  });
  const src = String(card.props?.src ?? "");
  const wrong = Boolean(src) && !addressOf(card) && !keptOf(card);
  return (
    <>
      <Shown card={card} title={titleOf(card, locale)} sign={sign} />
      {!off && !localised(card.text, locale) && <p className="hint">{t("Give it a title in the text above: it stands on the map and in every file.")}</p>}
      {!off && (
        <div className="row">
          <input ref={field} type="file" accept={TAKES[sign]} hidden onChange={(event) => { const [file] = event.target.files ?? []; if (file) send.mutate(file); event.target.value = ""; }} />
          <Button onPress={() => field.current?.click()}>{sign === "video" ? t("Choose a video …") : t("Choose a document …")}</Button>
          <span className="hint">{sign === "video" ? t("MP4 or WebM, up to 10 MB") : t("PDF, Office or text, up to 10 MB")}</span>
        </div>
      )}
      {send.isPending && <Progress label={t("Sending the file …")} />}
      <Fault error={send.error} />
      <Field label={t("Or its address")} value={keptOf(card) ? "" : src} placeholder="https://" onChange={(given) => set({ src: given.trim() || undefined, file: undefined, media: undefined })} disabled={off} {...(wrong ? { fault: t("An address begins with https:// and has no spaces.") } : {})} />
      <Field label={t("What it shows, for those who do not see it")} value={String(card.props?.alt ?? "")} onChange={(alt) => set({ alt: alt || undefined })} disabled={off} />
    </>
  );
}

/** Only files of our own are played; nothing is loaded from elsewhere. */
function Shown({ card, title, sign }: { card: Card; title: string; sign: Sign }): ReactNode {
  const token = useEditor().session.token;
  const [far, kept] = [addressOf(card), keptOf(card)];
  const name = title || (sign === "video" ? t("video") : t("document"));
  if (sign === "video" && plays(card)) return <video className="media" controls preload="none" src={pictureAt(kept, token)} aria-label={name} />;
  if (far) return <p><a href={far} target="_blank" rel="noopener noreferrer">{t("Open {name} in a new tab", { name })}</a></p>;
  return kept ? <p><a href={pictureAt(kept, token)} download>{t("Save {name}", { name: String(card.props?.file ?? name) })}</a></p> : null;
}
