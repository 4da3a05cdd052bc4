/** Who else looks at this board, and whether all that was done here has reached the server. */

import { type ReactNode } from "react";
import { Avatar } from "../kit";
import { colourOf, useOthers } from "../lib/hall";
import { t } from "../lib/i18n";

const MOST = 5;

export function Present({ at, waiting }: { at: string; waiting: boolean }): ReactNode {
  const others = useOthers().filter((one) => one.at === at);
  const names = [...new Set(others.map((one) => one.name))].join(", ");
  return (
    <span className="row here-too">
      <span className="quiet small" role="status">{waiting ? t("Kept on this device; sent as soon as the server answers.") : names ? t("Here too: {names}", { names }) : ""}</span>
      <span className="people" aria-hidden="true">{others.slice(0, MOST).map((one) => <Avatar key={one.number} name={one.name} colour={`var(${colourOf(one)})`} />)}</span>
    </span>
  );
}
