/** A theme that was found: its numbers, the quotes that show it best, and what may become of it. */

import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Button, Check, Choice, Dialog, Fault, Field } from "../../kit";
import type { Item, Theme } from "../../lib/api/contract";
import { number } from "../../lib/format";
import { t } from "../../lib/i18n";
import { titleOf } from "../drafts";
import { useSteps } from "./Begin";
import { Quotes, Step } from "./Evidence";
import { description, feeling, quotesOf, reach, SIDES, useDeciding } from "./mining";

export function ThemeCard({ one, workspace, insights }: { one: Theme; workspace: string; insights: readonly Item[] }): ReactNode {
  const [open, setOpen] = useState("");
  const deciding = useDeciding(workspace, one);
  const like = insights.find((item) => item.id === one.found.likeliest);
  const { side, n } = one.found;
  return (
    <li className="theme" data-side={side}>
      <h3>{one.title}</h3>
      <p className="row wrap"><span className="badge plain">{SIDES[side]?.()}</span><Step map={one.map_id} column={one.found.column} />{one.found.guessed && <span className="quiet small">{t("by its words")}</span>}{one.more > 0 && <span className="badge warn">{t("{n} more since it was decided", { n: number(one.more, 0) })}</span>}</p>
      <p className="small">{[reach(one), t("{n, plural, one {# quote} other {# quotes}}", { n }), feeling(one)].filter(Boolean).join(" · ")}</p>
      <Quotes list={one.quotes} />
      {open === "all" && <All theme={one.id} shown={one.quotes.map((quote) => quote.ref)} />}
      <Fault error={deciding.merge.error ?? deciding.reject.error} />
      <div className="row wrap">
        <Button kind="primary" onPress={() => setOpen("approve")} aria-label={t("Approve {title}", { title: one.title })}>{t("Approve")}</Button>
        {like && <Button onPress={() => deciding.merge.mutate(like.id)}>{t("Add to “{title}”", { title: titleOf(like) })}</Button>}
        {insights.length > (like ? 1 : 0) && (
          <select className="input" value="" aria-label={t("Add to an insight")} onChange={(event) => deciding.merge.mutate(event.target.value)}>
            <option value="">{like ? t("another …") : t("Add to an insight …")}</option>
            {insights.filter((item) => item !== like).map((item) => <option key={item.id} value={item.id}>{titleOf(item)}</option>)}
          </select>
        )}
        <Button kind="bare" onPress={() => deciding.reject.mutate()} aria-label={t("Reject {title}", { title: one.title })}>{t("Reject")}</Button>
        <span className="grow" />
        {n > one.quotes.length && <Button kind="bare" onPress={() => setOpen(open === "all" ? "" : "all")}>{open === "all" ? t("Show fewer") : t("Show all quotes")}</Button>}
      </div>
      {open === "approve" && <Approve one={one} workspace={workspace} onClose={() => setOpen("")} />}
    </li>
  );
}

function All({ theme, shown }: { theme: string; shown: readonly string[] }): ReactNode {
  const list = useQuery(quotesOf(theme));
  return list.data ? <Quotes list={list.data.filter((quote) => !shown.includes(quote.ref))} /> : <><div aria-busy="true" /><Fault error={list.error} /></>;
}

function Approve({ one, workspace, onClose }: { one: Theme; workspace: string; onClose: () => void }): ReactNode {
  const [title, setTitle] = useState(one.title);
  const [text, setText] = useState(description(one));
  const [column, setColumn] = useState(one.found.column);
  const [place, setPlace] = useState(one.map_id !== "" && one.found.column !== "");
  const steps = useSteps(one.map_id);
  const { approve } = useDeciding(workspace, one);
  return (
    <Dialog title={t("Approve as an insight")} onClose={onClose} width={620}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); approve.mutate({ title, text, column, place: place && column !== "" }, { onSuccess: onClose }); }}>
        <Field label={t("Title")} value={title} onChange={setTitle} hint={one.quotes.some((quote) => quote.known) ? t("The words are those of whoever says it most plainly: say it in yours. Left as they are, they go when that person is erased.") : t("The words are those of whoever says it most plainly: say it in yours.")} autoFocus required />
        <Field label={t("Description")} value={text} onChange={setText} rows={4} />
        {one.map_id && <Choice label={t("Step")} value={column} onChange={setColumn} options={[["", t("none")], ...steps]} />}
        {one.map_id && <Check label={t("Put a card of it on the map, in the lane of insights")} value={place && column !== ""} onChange={setPlace} disabled={!column} />}
        <Fault error={approve.error} />
        <div className="row save-bar"><Button kind="primary" type="submit" isDisabled={!title.trim() || approve.isPending}>{t("Approve")}</Button></div>
      </form>
    </Dialog>
  );
}
