/** Who is behind a part of a chart: their ids, each with the way to their timeline. */

import { useState, type ReactNode } from "react";
import { rowsOf, type Row } from "../charts/table";
import { columnName, shown } from "../charts/words";
import type { Spot } from "../charts/picture";
import { Button, Dialog, Segments } from "../kit";
import { number } from "../lib/format";
import { t } from "../lib/i18n";
import { Link } from "../lib/router";
import { behind } from "./behind";
import type { Answer } from "./types";

const STEP = 50;

export const personAddress = (id: string, map = ""): string => `/explore/person?id=${encodeURIComponent(id)}${map ? `&map=${map}` : ""}`;

export function PeopleBehind({ answer, spot, onClose }: { answer: Answer; spot: Spot; onClose: () => void }): ReactNode {
  const groups = behind(answer, spot.row);
  const [label, setLabel] = useState<string>(groups[0]?.label ?? "");
  const [most, setMost] = useState(STEP);
  const group = groups.find((one) => one.label === label) ?? groups[0];
  const words: Record<string, string> = { left: t("left before"), here: t("got here"), all: t("everybody in it") };
  const withheld = answer.withheld.includes("people");
  return (
    <Dialog title={spot.title} onClose={onClose} width={640}>
      <dl className="facts">{spot.facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}/value`}>{value}</dd>])}</dl>
      <h3>{t("People behind it")}</h3>
      {groups.length > 1 && <Segments label={t("Which people")} value={group?.label ?? ""} onChange={setLabel} options={groups.map((one) => [one.label, `${words[one.label] ?? ""} (${number(one.people.length, 0)})`])} />}
      {withheld && <p className="quiet">{t("Who they are is shown to editors of the workspace only.")}</p>}
      {!group && !withheld && <p className="quiet">{t("This answer keeps no list of people. A funnel of the same events does.")}</p>}
      {group && group.people.length === 0 && <p className="quiet">{t("Nobody.")}</p>}
      {group && group.people.length > 0 && (
        <ul className="list people-behind">
          {group.people.slice(0, most).map((one) => <li key={one.id}><Link to={personAddress(one.id)}>{one.id}</Link> <span className="small quiet">{personFacts(answer, one.row)}</span></li>)}
        </ul>
      )}
      {group && group.people.length > most && <Button kind="bare" onPress={() => setMost(most + STEP * 4)}>{t("Show more of {n} people", { n: number(group.people.length, 0) })}</Button>}
      {group && answer.tables.people && answer.tables.people.total > rowsOf(answer.tables.people).length && <p className="small quiet">{t("Out of the first {n} people; the export of the table has all.", { n: number(rowsOf(answer.tables.people).length, 0) })}</p>}
    </Dialog>
  );
}

function personFacts(answer: Answer, row: Row): string {
  const table = answer.tables.people;
  const columns = table?.columns.filter((one) => one.type === "time" && row[one.name] !== null).slice(0, 2) ?? [];
  return table ? columns.map((one) => `${columnName(one.name.replace(/_at$/, ""))}: ${shown(table, one, row[one.name])}`).join(" · ") : "";
}
