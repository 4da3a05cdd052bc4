/** Which page an address shows, and who may see it. */

import { useQuery, type QueryClient } from "@tanstack/react-query";
import { lazy, Suspense, type ReactNode } from "react";
import { I18nProvider } from "react-aria-components";
import { Toasts } from "../kit/toasts";
import { Problem } from "../lib/api/client";
import type { Me } from "../lib/api/contract";
import { t, useLanguage } from "../lib/i18n";
import { later } from "../lib/later";
import { mapCard, me } from "../lib/queries";
import { useAddress } from "../lib/router";
import { Broken } from "./Broken";
import { Gate } from "./Gate";
import { Shell } from "./Shell";
import { Home } from "./Home";

const { Page: MapPage, ahead } = later(() => import("../maps/MapPage"));
const SharedPage = lazy(() => import("../sharing/SharedPage"));
const NewMap = lazy(() => import("./NewMap"));
const Import = lazy(() => import("./Import"));
const Library = lazy(() => import("../library/LibraryPage"));
const Workshops = lazy(() => import("../workshops/WorkshopsPage"));
const JoinPage = lazy(() => import("../workshops/JoinPage"));
const Audit = lazy(() => import("./Audit"));
const People = lazy(() => import("./People"));
const Settings = lazy(() => import("./Settings"));
const Invited = lazy(() => import("./Invited"));
const OverallPage = lazy(() => import("./OverallPage"));
const ExplorePage = lazy(() => import("../explore/ExplorePage"));
const ResetPassword = lazy(() => import("./ResetPassword"));

/** Ask at once for all that the first page needs, instead of one after the other. */
export async function begin(client: QueryClient, [, first, second = ""] = location.pathname.split("/")): Promise<void> {
  if (first !== "maps" || !second) return;
  void client.prefetchQuery({ ...me, retry: false });
  void client.prefetchQuery(mapCard(second));
  await ahead();
}

export function App(): ReactNode {
  const language = useLanguage();
  const path = useAddress().split("?")[0] ?? "/";
  const [, first = "", second = "", third = ""] = path.split("/");
  const page = first === "shared" || first === "embed" ? <SharedPage token={second} embedded={first === "embed"} /> : first === "invitation" ? <Invited token={second} /> : first === "reset" ? <ResetPassword token={second} /> : first === "join" ? <JoinPage key={second} code={second.toUpperCase()} /> : <SignedIn first={first} second={second} third={third} />;
  return (
    <I18nProvider locale={language}>
      <div key={language}><Broken key={path}><Suspense fallback={<div aria-busy="true" />}>{page}</Suspense></Broken></div>
      <Toasts />
    </I18nProvider>
  );
}

function SignedIn({ first, second, third }: { first: string; second: string; third: string }): ReactNode {
  const who = useQuery({ ...me, retry: false });
  if (who.data) return <Pages who={who.data} first={first} second={second} third={third} />;
  if (who.isPending) return <div aria-busy="true" />;
  return <Gate trouble={who.error instanceof Problem && who.error.status === 401 ? null : who.error} />;
}

function Pages({ who, first, second, third }: { who: Me; first: string; second: string; third: string }): ReactNode {
  if (first === "maps" && second) return <MapPage id={second} name={who.user.name} wall={third === "wall"} />;
  const pages: Record<string, ReactNode> = {
    "": <Home who={who} />, new: <NewMap who={who} />, draw: <Import who={who} job={second} table={third} />, explore: <ExplorePage who={who} page={second} />, library: <Library who={who} section={second} id={third} />,
    workshops: <Workshops who={who} id={second} />, overall: <OverallPage who={who} />, people: <People who={who} />, settings: <Settings who={who} />, audit: <Audit who={who} />,
  };
  return <Shell who={who}>{pages[first] ?? <Nothing />}</Shell>;
}

function Nothing(): ReactNode {
  return (
    <main className="page">
      <h1>{t("There is nothing at this address")}</h1>
      <p className="quiet">{t("The link may be old, or the map was deleted.")} <a href="/">{t("All maps")}</a></p>
    </main>
  );
}
