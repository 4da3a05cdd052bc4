/** What stands where a page broke: what happened, and how to go on. */

import { Component, type ReactNode } from "react";
import { t } from "../lib/i18n";

export class Broken extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className="page">
        <h1>{t("This page broke")}</h1>
        <p>{t("Your edits are safe: they are kept in this browser and on the server. Load the page again to go on.")}</p>
        <p className="quiet small">{error.message}</p>
        <div className="row"><button type="button" className="button primary" onClick={() => location.reload()}>{t("Load again")}</button><a className="button" href="/">{t("All maps")}</a></div>
      </main>
    );
  }
}
