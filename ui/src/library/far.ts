/** How far a ticket is: its sign and its words. */

import { msg } from "../lib/i18n";

export const FAR: Readonly<Record<string, readonly [string, string]>> = {
  open: ["○", msg("ticket open")], in_progress: ["◐", msg("ticket in progress")], done: ["✓", msg("ticket done")], dropped: ["✕", msg("ticket dropped")],
};
