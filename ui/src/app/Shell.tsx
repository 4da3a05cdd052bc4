/** The frame of every page but the map: one sidebar, content first. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState, type ReactNode } from "react";
import { Avatar, Button, MenuButton, type MenuEntry } from "../kit";
import { api } from "../lib/api/client";
import type { Me } from "../lib/api/contract";
import { forgetAnswers } from "../lib/offline";
import { t } from "../lib/i18n";
import { me } from "../lib/queries";
import { go, Link, useAddress } from "../lib/router";
import { shownKeys } from "../maps/model/action";
import { Mark } from "./Gate";
import { NewWorkspace } from "./NewWorkspace";
import { Palette, usePaletteKey } from "./Palette";
import { enterWorkspace, workspaceOf } from "./workspace";

export function Shell({ who, children }: { who: Me; children: ReactNode }): ReactNode {
  const path = useAddress().split("?")[0] ?? "";
  const client = useQueryClient();
  const [palette, setPalette] = useState(false);
  const [making, setMaking] = useState(false);
  const here = workspaceOf(who);
  const leave = useMutation({ mutationFn: () => api.DELETE("/api/v1/session"), onSuccess: () => { void forgetAnswers(); client.clear(); go("/"); void client.invalidateQueries({ queryKey: me.queryKey }); location.reload(); } });
  usePaletteKey(useCallback(() => setPalette(true), []));
  const pages = [["/", t("Maps")], ["/explore", t("Explore")], ["/library", t("Library")], ["/workshops", t("Workshops")], ["/people", t("People")], ["/settings", t("Settings")]] as const;
  const account: MenuEntry[] = [
    ...who.workspaces.filter((one) => one.id !== here?.id).map((one) => ({ id: one.id, label: one.name, onAction: () => enterWorkspace(one.id) })),
    { id: "new-workspace", label: t("New workspace …"), apart: who.workspaces.length > 1, onAction: () => setMaking(true) },
    { id: "settings", label: t("Settings"), apart: true, onAction: () => go("/settings") },
    { id: "leave", label: t("Sign out"), onAction: () => leave.mutate() },
  ];
  return (
    <div className="shell">
      <nav className="sidebar" aria-label={t("Pages")}>
        <Link to="/" className="brand"><Mark /> Footpath</Link>
        <p className="workspace quiet">{here?.name}</p>
        <ul>
          {pages.map(([to, name]) => <li key={to}><Link to={to} {...((to === "/" ? path === to : path.startsWith(to)) ? { "aria-current": "page" as const } : {})}>{name}</Link></li>)}
        </ul>
        <Button className="search" onPress={() => setPalette(true)}><span className="grow">{t("Search or go to")}</span><span className="keys">{shownKeys("Mod+K")}</span></Button>
        <span className="grow" />
        <MenuButton label={<><Avatar name={who.user.name} /> <span className="who-name">{who.user.name}</span></>} entries={account} kind="bare" placement="top start" />
      </nav>
      {children}
      {making && <NewWorkspace onClose={() => setMaking(false)} />}
      {palette && <Palette who={who} onClose={() => setPalette(false)} />}
    </div>
  );
}
