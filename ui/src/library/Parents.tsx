/** What an item follows from: insights behind an opportunity, opportunities behind a solution. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ItemKind } from "../lib/api/contract";
import { t } from "../lib/i18n";
import { titleOf } from "./drafts";
import { kindName } from "./kinds";
import { items } from "./queries";

export function Parents({ about, chosen, onChange, workspace, off, own }: { about: ItemKind; chosen: readonly string[]; onChange: (ids: string[]) => void; workspace: string; off: boolean; own: string }): ReactNode {
  const all = useQuery(items(workspace));
  const possible = (all.data ?? []).filter((one) => about.follows.includes(one.kind) && one.id !== own);
  const left = possible.filter((one) => !chosen.includes(one.id));
  return (
    <div className="field">
      <span className="label">{about.name === "persona" ? t("Part of") : t("Because of")}</span>
      <ul className="row wrap">
        {possible.filter((one) => chosen.includes(one.id)).map((one) => (
          <li key={one.id} className="held">{titleOf(one)}{!off && <button type="button" aria-label={t("Take out {what}", { what: one.title })} onClick={() => onChange(chosen.filter((id) => id !== one.id))}>×</button>}</li>
        ))}
      </ul>
      {!off && left.length > 0 && (
        <select value="" aria-label={about.name === "persona" ? t("Part of") : t("Because of")} onChange={(event) => onChange([...chosen, event.target.value])}>
          <option value="">{t("Choose …")}</option>
          {about.follows.map((kind) => (
            <optgroup key={kind} label={kindName(kind)}>{left.filter((one) => one.kind === kind).map((one) => <option key={one.id} value={one.id}>{titleOf(one)}</option>)}</optgroup>
          ))}
        </select>
      )}
    </div>
  );
}
