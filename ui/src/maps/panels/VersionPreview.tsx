/** A version as it was, to look at without changing anything. */

import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { Dialog, Fault, Progress } from "../../kit";
import { t } from "../../lib/i18n";
import { version } from "../../lib/queries";
import { Dresser, type Live } from "../model/dresser";
import { reader } from "../reader";
import type { MapValue } from "../model/types";
import { Grid } from "../view/Grid";
import { EditorContext } from "../view/use";

/** @param live figures that the version shall wear in place of its own. */
export function VersionPreview({ id, live, onClose }: { id: string; live?: Live | undefined; onClose: () => void }): ReactNode {
  const found = useQuery(version(id));
  const editor = useMemo(() => {
    const made = found.data ? reader(found.data.map as unknown as MapValue) : null;
    if (made && live) made.session.store.dress(new Dresser(live, false, false).dress);
    return made;
  }, [found.data, live]);
  return (
    <Dialog title={found.data?.version.name || t("Version")} onClose={onClose} width={1200}>
      <Fault error={found.error} />
      {found.isPending && <Progress label={t("Opening …")} />}
      {editor && <div style={{ display: "flex", height: "64vh" }}><EditorContext.Provider value={editor}><Grid /></EditorContext.Provider></div>}
    </Dialog>
  );
}
