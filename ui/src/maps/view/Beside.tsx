/** This map over another one, as it is over as it should be: their steps move together, both curves are in one lane. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useMemo, useRef, type ReactNode } from "react";
import { Choice, Fault, Progress } from "../../kit";
import { useWhole } from "../../kit/whole";
import { t } from "../../lib/i18n";
import { mapCard, maps, wholeMap } from "../../lib/queries";
import { Link, useQueryState } from "../../lib/router";
import { LANES } from "../lanes";
import { otherCurves } from "../model/beside";
import { localised, type MapValue } from "../model/types";
import { reader } from "../reader";
import { Grid } from "./Grid";
import { EditorContext, useEditor, useView } from "./use";

const CURVES = new Set([...LANES.values()].filter((one) => one.shape === "curve").map((one) => one.name));

export const stateName = (state: string | undefined): string => ({ future: t("as it should be"), ideal: t("ideal") })[state ?? ""] ?? t("as it is");

export function Beside({ id, children }: { id: string; children: ReactNode }): ReactNode {
  const editor = useEditor();
  const view = useView();
  const box = useRef<HTMLDivElement>(null);
  const [asked, setChosen] = useQueryState("with");
  const chosen = asked || (view.fields.twin ?? "");
  const own = useQuery(mapCard(id));
  const list = useQuery(maps(own.data?.workspace_id ?? ""));
  const found = useQuery({ ...wholeMap(chosen), enabled: chosen !== "" });
  const other = useMemo(() => (found.data ? reader(found.data as unknown as MapValue) : null), [found.data]);
  const { locale } = view.scene;
  const { store } = editor.session;
  const whole = useWhole(list.isFetched && (!chosen || !found.isPending));

  useLayoutEffect(() => {
    const own = store.get();
    const [mine, theirs] = [stateName(own.fields.state), other ? stateName(other.view.fields.state) : ""];
    const called = mine === theirs ? localised(other?.view.fields.title, own.scene.locale) : theirs;
    store.compare(other ? otherCurves(own, other.view, called, CURVES) : undefined);
    return () => store.compare(undefined);
  }, [store, other, view.tree]);

  if (other) other.titleWidth = editor.titleWidth;
  useEffect(() => {
    return together(box.current);
  }, [other]);

  const options = (list.data ?? []).filter((one) => one.id !== id).map((one) => [one.id, [localised(one.title, locale) || t("Untitled map"), stateName(one.state)].join(" · ")] as const);
  return (
    <div className={`beside ${whole ? "" : "opening"}`} ref={box}>
      <section aria-label={t("This map")}>
        <div className="caption"><strong>{localised(view.fields.title, locale)}</strong><span className="badge plain">{stateName(view.fields.state)}</span></div>
        <div className="map-body">{children}</div>
      </section>
      <section aria-label={t("The other map")}>
        <div className="caption">
          <Choice label={t("Beside")} value={chosen} onChange={setChosen} options={[["", t("choose a map …")], ...options]} />
          {other && <span className="badge plain">{stateName(other.view.fields.state)}</span>}
          {other && <Link to={`/maps/${chosen}`}>{t("Open that map")}</Link>}
          {!chosen && <span className="quiet small">{t("Its steps stand under this map's, and its curves in the same lanes, dashed.")}</span>}
        </div>
        <Fault error={found.error} />
        {chosen && found.isPending && <Progress label={t("Opening …")} />}
        {other && <div className="map-body"><EditorContext.Provider value={other}><Grid /></EditorContext.Provider></div>}
      </section>
    </div>
  );
}

/** Let both grids scroll sideways together, by how far along each is. */
function together(box: HTMLElement | null): (() => void) | undefined {
  const [one, two] = [...(box?.querySelectorAll<HTMLElement>(".scroller") ?? [])];
  if (!one || !two) return undefined;
  let led: HTMLElement | null = null;
  const follow = (from: HTMLElement, to: HTMLElement) => (): void => {
    if (led && led !== from) return;
    led = from;
    const [room, mine] = [to.scrollWidth - to.clientWidth, from.scrollWidth - from.clientWidth];
    to.scrollLeft = mine > 0 ? (from.scrollLeft / mine) * room : 0;
    requestAnimationFrame(() => requestAnimationFrame(() => { led = null; }));
  };
  const [a, b] = [follow(one, two), follow(two, one)];
  one.addEventListener("scroll", a, { passive: true });
  two.addEventListener("scroll", b, { passive: true });
  return () => {
    one.removeEventListener("scroll", a);
    two.removeEventListener("scroll", b);
  };
}
