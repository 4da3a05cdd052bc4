/** From a finding pinned to a card back to the question it answers, over the data of now. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { exploreAddress } from "../../explore/address";
import type { Exploration } from "../../explore/types";
import { ask } from "../../lib/api/client";
import { t } from "../../lib/i18n";
import { Link } from "../../lib/router";
import type { Card } from "../model/types";

export function WayBack({ card }: { card: Card }): ReactNode {
  const id = typeof card.props?.exploration === "string" ? card.props.exploration : "";
  const { data } = useQuery({ queryKey: ["exploration", id], queryFn: () => ask<Exploration>("GET", `/explorations/${id}`), enabled: id !== "", retry: false });
  return data ? <p><Link to={exploreAddress({ analysis: data.analysis, fields: data.fields, like: data.like, map: data.subject })}>{t("Ask again: {title}", { title: data.title })}</Link></p> : null;
}
