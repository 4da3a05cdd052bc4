/** The workspace somebody works in. */

import type { Me, Workspace } from "../lib/api/contract";
import { device } from "../lib/storage";

const STORED = "footpath.workspace";

export function workspaceOf(who: Me): Workspace | undefined {
  const stored = device.get(STORED);
  return who.workspaces.find((one) => one.id === stored) ?? who.workspaces[0];
}

export const enterWorkspace = (id: string): void => {
  device.set(STORED, id);
  location.assign("/");
};
