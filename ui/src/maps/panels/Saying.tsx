/** A field for a comment or an answer: whoever is named with @ is offered while one types. */

import { useRef, useState, type ReactNode } from "react";
import { Button, Field } from "../../kit";
import type { Member } from "../../lib/api/contract";
import { t } from "../../lib/i18n";

const CALLING = /@([^\s@]*)$/;
const OFFERED = 4;

/** Return who a text calls: "@Anna" or "@anna@example.org". */
export function mentioned(text: string, people: readonly Member[]): string[] {
  const names = people.flatMap((one) => [one.email, one.name, one.name.split(" ")[0] ?? ""].filter(Boolean).map((name) => [name.toLowerCase(), one.user_id] as const));
  // The longest name that fits is meant: "@Ann Lee" calls no other Ann, and "@Anna" no Ann.
  names.sort(([a], [b]) => b.length - a.length);
  const called = new Set<string>();
  const said = text.toLowerCase();
  for (const { index } of said.matchAll(/@/g)) {
    const rest = said.slice(index + 1);
    const [longest] = names.find(([name]) => rest.startsWith(name) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length))) ?? [""];
    for (const [name, id] of names) if (name === longest) called.add(id);
  }
  return people.filter((one) => called.has(one.user_id)).map((one) => one.user_id);
}

/** Return whom the end of a text may be about to call. */
export function offered(text: string, people: readonly Member[]): readonly Member[] {
  const begun = CALLING.exec(text)?.[1]?.toLowerCase();
  if (begun === undefined) return [];
  return people.filter((one) => [one.name, one.email].some((name) => name.toLowerCase().split(" ").some((word) => word.startsWith(begun)))).slice(0, OFFERED);
}

interface SayingProps {
  label: string;
  button: string;
  people: readonly Member[];
  begun?: string;
  busy: boolean;
  onSay: (text: string, mentions: string[]) => void;
  onLeave?: () => void;
}

export function Saying({ label, button, people, begun = "", busy, onSay, onLeave }: SayingProps): ReactNode {
  const [text, setText] = useState(begun);
  const may = offered(text, people);
  const form = useRef<HTMLFormElement>(null);
  const take = (one: Member): void => {
    setText(text.replace(CALLING, `@${one.name || one.email} `));
    form.current?.querySelector("textarea")?.focus(); // to go on writing
  };
  return (
    <form ref={form} onSubmit={(event) => { event.preventDefault(); onSay(text, mentioned(text, people)); }} onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && text.trim()) onSay(text, mentioned(text, people)); }}>
      <Field label={label} value={text} onChange={setText} rows={3} hint={t("Name somebody with @ and they get a message.")} autoFocus />
      {may.length > 0 && (
        <div className="row wrap" role="group" aria-label={t("Whom do you mean?")}>
          {may.map((one) => <Button key={one.user_id} kind="bare" onPress={() => take(one)}>@{one.name || one.email}</Button>)}
        </div>
      )}
      <div className="row">
        <Button kind="primary" type="submit" isDisabled={!text.trim() || busy}>{button}</Button>
        {onLeave && <Button kind="bare" onPress={onLeave}>{t("Cancel")}</Button>}
      </div>
    </form>
  );
}
