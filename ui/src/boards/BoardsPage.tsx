/** Boards of a workspace, and one of them. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button, Fault } from "../kit";
import { useWhole } from "../kit/whole";
import { tell } from "../kit/toasts";
import { api, data } from "../lib/api/client";
import type { Board, Me } from "../lib/api/contract";
import { ago } from "../lib/format";
import { t } from "../lib/i18n";
import { anew, maps } from "../lib/queries";
import { go, Link } from "../lib/router";
import { workspaceOf } from "../app/workspace";
import { boards, items } from "../library/queries";
import { Matrix } from "./Matrix";
import { Present } from "./Present";
import { Rings } from "./Rings";
import { TakingBack } from "./TakingBack";
import { Tree } from "./Tree";
import { useBoard } from "./useBoard";

const KINDS = (): [string, string, string][] => [
  ["framework", t("Journey framework"), t("All maps in order: lifecycle, journeys and their parts, with what those below add up to.")],
  ["stakeholder_map", t("Stakeholder map"), t("Who matters how much, and what they give each other.")],
  ["impact_map", t("Impact map"), t("From a goal to who can help, what they would do differently, and what you make for it.")],
];

export default function BoardsPage({ who, id }: { who: Me; id: string }): ReactNode {
  if (id === "matrix") return <><Back /><Matrix who={who} /></>;
  return id ? <One key={id} who={who} id={id} /> : <All who={who} />;
}

const Back = (): ReactNode => <p><Link to="/library/boards">← {t("All boards")}</Link></p>;

function All({ who }: { who: Me }): ReactNode {
  const workspace = workspaceOf(who);
  const list = useQuery(boards(workspace?.id ?? ""));
  const whole = useWhole(list.isFetched);
  const writable = workspace?.role === "owner" || workspace?.role === "editor";
  if (!whole) return <div aria-busy="true" />;
  return (
    <>
      <Fault error={list.error} />
      <ul className="ways">
        <li><Link to="/library/boards/matrix" className="way"><strong>{t("Opportunity matrix")}</strong><span className="quiet">{t("Opportunities and solutions by impact and effort: what to do first.")}</span></Link></li>
        {list.data?.map((one) => (
          <li key={one.id}><Link to={`/library/boards/${one.id}`} className="way"><strong>{one.title}</strong><span className="quiet">{KINDS().find(([kind]) => kind === one.kind)?.[1]}</span><span className="quiet small">{t("{n, plural, one {# place} other {# places}}", { n: one.places.length })} · {ago(one.changed_at)}</span></Link></li>
        ))}
      </ul>
      {writable && <New workspace={workspace.id} />}
    </>
  );
}

/** The kinds of boards there are, each made by a press; its title is written on it. */
function New({ workspace }: { workspace: string }): ReactNode {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: ([kind, title]: readonly [string, string]) => data(api.POST("/api/v1/workspaces/{workspace}/boards", { params: { path: { workspace } }, body: { kind, title } })),
    onSuccess: (made) => { void anew(client, "boards", workspace); go(`/library/boards/${made.id}`); },
  });
  return (
    <section className="stack">
      <h2>{t("New board")}</h2>
      <ul className="ways">
        {KINDS().map(([kind, title, about]) => <li key={kind}><button type="button" className="way" disabled={make.isPending} onClick={() => make.mutate([kind, title])}><strong>{title}</strong><span className="quiet">{about}</span></button></li>)}
      </ul>
      <Fault error={make.error} />
    </section>
  );
}

/** Make a board that was deleted once more, with all that stood on it. */
async function madeAgain({ workspace_id, kind, title, places, arrows }: Board): Promise<Board> {
  const made = await data(api.POST("/api/v1/workspaces/{workspace}/boards", { params: { path: { workspace: workspace_id } }, body: { kind, title } }));
  return data(api.PATCH("/api/v1/boards/{board}", { params: { path: { board: made.id } }, body: { revision: made.revision, title, places, arrows } }));
}

function One({ who, id }: { who: Me; id: string }): ReactNode {
  const workspace = workspaceOf(who);
  const client = useQueryClient();
  const { board, error, waiting, change, steps } = useBoard(id);
  const things = useQuery(items(workspace?.id ?? ""));
  const drawn = useQuery(maps(workspace?.id ?? ""));
  const writable = workspace?.role === "owner" || workspace?.role === "editor";
  const drop = useMutation({ mutationFn: () => api.DELETE("/api/v1/boards/{board}", { params: { path: { board: id } } }), onSuccess: () => {
    tell(t("“{title}” is deleted", { title: board?.title ?? "" }), t("Undo"), () => { if (board) void madeAgain(board).then((made) => { void anew(client, "boards", board.workspace_id); go(`/library/boards/${made.id}`); }); });
    void anew(client, "boards", workspace?.id ?? "");
    go("/library/boards");
  } });
  if (!board) return <><Back /><Fault error={error} /></>;
  const given = { board, items: things.data ?? [], writable, change };
  return (
    <>
      <Back />
      <header className="row wrap">
        {writable ? <input key={board.title} className="board-title grow" aria-label={t("Title")} defaultValue={board.title} onBlur={(event) => { const title = event.target.value.trim(); if (title && title !== board.title) change(() => ({ title })); }} /> : <h2 className="grow">{board.title}</h2>}
        <Present at={`board:${id}`} waiting={waiting} />
        {writable && <TakingBack steps={steps} />}
        {writable && <Button kind="danger" isDisabled={drop.isPending} onPress={() => drop.mutate()}>{t("Delete the board")}</Button>}
      </header>
      <p className="quiet">{KINDS().find(([kind]) => kind === board.kind)?.[2]}</p>
      <Fault error={error ?? drop.error ?? things.error ?? drawn.error} />
      {things.isPending || drawn.isPending ? <div aria-busy="true" /> : board.kind === "stakeholder_map" ? <Rings {...given} /> : <Tree {...given} maps={drawn.data ?? []} />}
    </>
  );
}
