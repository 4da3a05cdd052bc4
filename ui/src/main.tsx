import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/inter/wght-italic.css";
import "./styles/tokens.css";
import "./styles/kit.css";
import "./styles/app.css";
import "./styles/library.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App, begin } from "./app/App";
import { letters, preferred, speak } from "./lib/i18n";
import { retry } from "./lib/queries";
import { workOffline } from "./lib/offline";
import "./lib/theme";

const client = new QueryClient({ defaultOptions: { queries: { networkMode: "always", retry, staleTime: 10_000, refetchOnWindowFocus: true } } });

await Promise.all([letters(preferred()), speak(preferred()), begin(client)]);
const place = document.getElementById("root");
if (place) createRoot(place).render(<StrictMode><QueryClientProvider client={client}><App /></QueryClientProvider></StrictMode>);
if (document.readyState === "complete") void workOffline();
else addEventListener("load", () => void workOffline());
