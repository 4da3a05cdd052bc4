/** The palette over a map: every action that can be done where one stands, the views of the map, then maps and pages. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Palette, type Entry } from "../../app/Palette";
import { t } from "../../lib/i18n";
import { me } from "../../lib/queries";
import { ACTIONS, possible, run } from "../actions";
import { shownKeys, type Action } from "../model/action";
import { printMap } from "./MapTop";
import { useEditor } from "./use";

const GROUPS = (): Record<Action["group"], string> => ({ edit: t("Edit"), add: t("Add"), arrange: t("Arrange"), view: t("View") });
const ORDER: readonly Action["group"][] = ["edit", "arrange", "add", "view"];

export function MapPalette({ shared, onMode, onClose }: { shared: boolean; onMode: (mode: string) => void; onClose: () => void }): ReactNode {
  const editor = useEditor();
  const who = useQuery({ ...me, enabled: !shared });
  const groups = GROUPS();
  const doing = ORDER.flatMap((group) => ACTIONS.filter((one) => one.group === group && possible(one, editor)).map((one): Entry => ({
    id: `do/${one.name}`, label: one.label(editor), words: one.name.replaceAll("_", " "), kind: [groups[group], one.keys?.[0] ? shownKeys(one.keys[0]) : ""].filter(Boolean).join(" · "), act: () => run(one, editor),
  })));
  const modes = [["", t("Map")], ["table", t("Table")], ["matrix", t("Matrix")], ...(shared ? [] : [["beside", t("Beside another map")]]), ["present", t("Present")], ["print", t("Print")]] as const;
  const views = modes.map(([mode = "", label = ""]): Entry => ({ id: `show/${mode}`, label, kind: t("View"), act: () => (mode === "print" ? printMap(onMode) : onMode(mode)) }));
  return <Palette who={shared ? undefined : who.data} doing={[...doing, ...views]} onClose={onClose} />;
}
