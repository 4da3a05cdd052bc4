/** One template to choose. */

import type { ReactNode } from "react";
import { t } from "../lib/i18n";

export function TemplateChoice({ name, title, kind = "", columns, lanes, chosen, onChoose, children }: { name: string; title: string; kind?: string; columns?: number; lanes?: number; chosen: string; onChoose: (name: string) => void; children?: ReactNode }): ReactNode {
  return (
    <div className="template">
      <label className="row grow">
        <input type="radio" name="template" checked={chosen === name} onChange={() => onChoose(name)} />
        <span className="grow">{kind ? <><strong>{kind}</strong><br /><span className="small quiet">{title}</span></> : title}</span>
        {columns !== undefined && lanes !== undefined && <span className="quiet small">{t("{columns} columns, {lanes} lanes", { columns, lanes })}</span>}
      </label>
      {children}
    </div>
  );
}
