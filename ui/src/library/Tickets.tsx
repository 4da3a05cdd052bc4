/** Links of items, and how far the tickets are that they lead to, as their trackers say. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode } from "react";
import { Button, Fault } from "../kit";
import { tell } from "../kit/toasts";
import { api, data, Problem } from "../lib/api/client";
import type { Item, LinkState } from "../lib/api/contract";
import { ago } from "../lib/format";
import { t } from "../lib/i18n";
import { anew } from "../lib/queries";
import { FAR } from "./far";
import { linkName } from "./links";
import { tickets } from "./queries";

/** A link, or its words alone where it leads nowhere: items of old may have such. */
function Anchor({ link, className }: { link: Item["links"][number]; className?: string }): ReactNode {
  if (!URL.canParse(link.url)) return <span className="badge plain">{linkName(link)}</span>;
  return <a className={className} href={link.url} target="_blank" rel="noreferrer">{linkName(link)}</a>;
}

function Chip({ told }: { told: LinkState }): ReactNode {
  const [sign, words] = FAR[told.category] ?? ["", ""];
  if (words) return <span className={`badge ticket ${told.category}`} title={[told.title, told.state].join(" · ")}><span aria-hidden="true">{sign}</span> {t(words)}{told.problem && <span aria-hidden="true"> !</span>}{told.problem && <span className="unseen">{t("not known anew")}</span>}</span>;
  return <span className={`badge ticket ${told.problem ? "warn" : "plain"}`}>{told.problem ? t("ticket not known") : t("ticket not asked yet")}</span>;
}

/** The links of an item in a row of a list. */
export function Links({ of, told }: { of: Item; told: readonly LinkState[] }): ReactNode {
  return of.links.map((link, at) => {
    const state = told.find((one) => one.item_id === of.id && one.url === link.url);
    return <span key={at} className="ticket-link"><Anchor link={link} className="badge" />{state && <Chip told={state} />}</span>;
  });
}

/** The links of an item with all that their trackers say. */
export function TicketList({ of }: { of: Item }): ReactNode {
  const told = useQuery(tickets(of.workspace_id));
  const known = of.links.flatMap((link) => told.data?.find((one) => one.item_id === of.id && one.url === link.url) ?? []);
  if (known.length === 0) return null;
  return (
    <div className="field">
      <span className="label">{t("What trackers say")}</span>
      <ul className="stack tight">
        {known.map((one) => (
          <li key={one.url} className="ticket-said">
            <span className="row wrap"><a href={one.url} target="_blank" rel="noreferrer">{one.key}</a><Chip told={one} />{one.state && <span>{one.state}</span>}</span>
            {one.title && <span>{one.title}</span>}
            <span className="quiet small">{one.checked_at ? t("{connection}, asked {ago}", { connection: one.connection, ago: ago(one.checked_at) }) : one.connection}{one.changed_at && ` · ${t("changed {ago}", { ago: ago(one.changed_at) })}`}</span>
            {one.problem && <Fault error={new Problem(0, one.problem, one.hint)} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Ask the trackers now; shown where a link leads to one. */
export function AskNow({ workspace, bare = false }: { workspace: string; bare?: boolean }): ReactNode {
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: () => data(api.POST("/api/v1/workspaces/{workspace}/tickets/ask", { params: { path: { workspace } } })),
    onSuccess: (told) => {
      client.setQueryData(tickets(workspace).queryKey, told);
      tell(t("The trackers were asked"));
      for (const key of ["items", "trackers"]) void anew(client, key, workspace);
    },
  });
  return (
    <>
      <Button isDisabled={ask.isPending} onPress={() => ask.mutate()}>{ask.isPending ? t("Asking the trackers…") : bare ? t("Ask now") : t("Ask trackers now")}</Button>
      <Fault error={ask.error} />
    </>
  );
}

/** How far the tickets of an item are, where it is shown among others. */
export function Chips({ of }: { of: Item }): ReactNode {
  const told = useQuery(tickets(of.workspace_id));
  return of.links.length ? <p className="row wrap"><Links of={of} told={told.data ?? []} /></p> : null;
}
