/** All links of an item: tickets and pages about it, in the order they are shown. */

import type { ReactNode } from "react";
import { Button, Field } from "../kit";
import type { Item } from "../lib/api/contract";
import { t } from "../lib/i18n";

type Link = Item["links"][number];

export function ItemLinks({ links, onChange, off }: { links: readonly Link[]; onChange: (links: Link[]) => void; off: boolean }): ReactNode {
  const put = (at: number, part: Partial<Link>): void => onChange(links.map((one, place) => (place === at ? { ...one, ...part } : one)));
  const move = (at: number, to: number): void => {
    const [one] = links.slice(at, at + 1);
    if (one) onChange(links.toSpliced(at, 1).toSpliced(to, 0, one));
  };
  return (
    <fieldset className="item-links">
      <legend className="label">{t("Tickets and pages about it")}</legend>
      {links.length === 0 && <p className="hint">{t("Paste the address of a ticket: where its tracker is connected, its state is shown here, in lists and on maps.")}</p>}
      <ol className="stack tight">
        {links.map((one, at) => {
          const named = one.label || one.url || t("link {n}", { n: at + 1 });
          return (
            <li key={at} className="item-link">
              <Field label={t("Address {n}", { n: at + 1 })} type="url" value={one.url} onChange={(url) => put(at, { url })} placeholder="https://" disabled={off} />
              <Field label={t("Name {n}", { n: at + 1 })} value={one.label ?? ""} onChange={(label) => put(at, { label })} disabled={off} />
              {!off && (
                <span className="row">
                  <Button kind="bare" aria-label={t("Move {name} up", { name: named })} isDisabled={at === 0} onPress={() => move(at, at - 1)}>↑</Button>
                  <Button kind="bare" aria-label={t("Move {name} down", { name: named })} isDisabled={at === links.length - 1} onPress={() => move(at, at + 1)}>↓</Button>
                  <Button kind="bare" aria-label={t("Remove {name}", { name: named })} onPress={() => onChange(links.toSpliced(at, 1))}>{t("Remove")}</Button>
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {!off && <div className="row"><Button onPress={() => onChange([...links, { url: "", label: "" }])}>{t("Add a link")}</Button></div>}
    </fieldset>
  );
}
