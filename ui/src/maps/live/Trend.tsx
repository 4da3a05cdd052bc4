/** Events of an element over time, small, with the same chart the Explore page draws. */

import { useMemo, type ReactNode } from "react";
import { CHARTS } from "../../charts/charts";
import { ChartView } from "../../charts/ChartView";
import type { Table } from "../../charts/table";

const ABOUT = { analysis: "", rules: {} };

export function Trend({ periods, values }: { periods: readonly string[]; values: readonly number[] }): ReactNode {
  const tables = useMemo((): Record<string, Table> => ({
    trend: { columns: [{ name: "from", type: "time" }, { name: "count", type: "whole" }, { name: "complete", type: "flag" }], rows: periods.map((from, at) => [from, values[at] ?? 0, at < periods.length - 1]) },
  }), [periods, values]);
  const kind = CHARTS.find((one) => one.name === "series");
  return kind && periods.length > 1 ? <ChartView kind={kind} tables={tables} table="trend" about={ABOUT} bare /> : null;
}

/** A number over the months, with its interval. */
export function Over({ table }: { table: Table }): ReactNode {
  return <Small name="series" table={table} />;
}

/** A share by groups, with its interval. */
export function By({ table }: { table: Table }): ReactNode {
  return <Small name="bars" table={table} />;
}

function Small({ name, table }: { name: string; table: Table }): ReactNode {
  const kind = CHARTS.find((one) => one.name === name);
  const tables = useMemo(() => ({ table }), [table]);
  return kind ? <ChartView kind={kind} tables={tables} table="table" about={ABOUT} bare /> : null;
}

export function Breakdown({ parts }: { parts: Readonly<Record<string, number>> }): ReactNode {
  const tables = useMemo((): Record<string, Table> => {
    const total = Object.values(parts).reduce((sum, one) => sum + one, 0) || 1;
    return { figures: { columns: [{ name: "value", type: "text" }, { name: "count", type: "whole" }, { name: "share", type: "number" }], rows: Object.entries(parts).map(([name, count]) => [name, count, count / total]) } };
  }, [parts]);
  const kind = CHARTS.find((one) => one.name === "bars");
  return kind && Object.keys(parts).length > 0 ? <ChartView kind={kind} tables={tables} table="figures" about={ABOUT} bare /> : null;
}
