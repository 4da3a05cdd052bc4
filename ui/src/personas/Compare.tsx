/** Personas beside each other, field by field; what only one of them has stands out by being alone in its row. */

import type { ReactNode } from "react";
import { Button } from "../kit";
import type { Item, ItemKind } from "../lib/api/contract";
import { t } from "../lib/i18n";
import { Link } from "../lib/router";
import { fieldName, itemStatus, scoreName } from "../library/kinds";
import { Face } from "./Face";
import { SegmentSize } from "./Segment";

export function Compare({ list, about, workspace, onClose }: { list: readonly Item[]; about: ItemKind; workspace: string; onClose: () => void }): ReactNode {
  const fields = about.fields.filter((name) => !["photo", "segment"].includes(name) && list.some((one) => one.fields[name]));
  const scores = about.scores.filter((score) => list.some((one) => one.scores[score] !== undefined));
  const row = (name: string, cell: (one: Item) => ReactNode): ReactNode => <tr key={name}><th scope="row">{name}</th>{list.map((one) => <td key={one.id}>{cell(one)}</td>)}</tr>;
  return (
    <>
      <div className="row"><Button onPress={onClose}>← {t("All personas")}</Button></div>
      <div className="scrolls">
        <table className="table compare">
          <thead><tr><td />{list.map((one) => <th key={one.id} scope="col"><Face id={one.id} photo={one.fields.photo} /><Link to={`/library/persona/${one.id}`}>{one.title}</Link></th>)}</tr></thead>
          <tbody>
            {row(t("Status"), (one) => itemStatus(one.status))}
            {row(t("Real people"), (one) => (one.fields.segment ? <><SegmentSize workspace={workspace} who={one.fields.segment} /><code className="small">{one.fields.segment}</code></> : <span className="quiet">{t("no rule yet")}</span>))}
            {row(t("Description"), (one) => one.text)}
            {fields.map((name) => row(fieldName(name), (one) => one.fields[name] ?? ""))}
            {scores.map((score) => row(scoreName(score), (one) => <Bar value={one.scores[score]} />))}
          </tbody>
        </table>
      </div>
    </>
  );
}

export function Bar({ value }: { value: number | undefined }): ReactNode {
  if (value === undefined) return <span className="quiet">–</span>;
  return <span className="row"><span className="bar grow" aria-hidden="true"><span style={{ width: `${value * 10}%` }} /></span><span className="figure">{value}</span></span>;
}
