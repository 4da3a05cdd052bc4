/** The workspace somebody works in. */

import type { Me, Workspace } from "../lib/api/contract";

const STORED = "footpath.workspace";

export function workspaceOf(who: Me): Workspace | undefined {
  const stored = localStorage.getItem(STORED);
  return who.workspaces.find((one) => one.id === stored) ?? who.workspaces[0];
}

export const enterWorkspace = (id: string): void => {
  localStorage.setItem(STORED, id);
  location.assign("/");
};
