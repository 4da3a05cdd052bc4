import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/inter/wght-italic.css";
import "./styles/tokens.css";
import "./styles/kit.css";
import "./styles/app.css";
import "./styles/library.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { preferred, speak } from "./lib/i18n";
import { retry } from "./lib/queries";
import "./lib/theme";

const client = new QueryClient({ defaultOptions: { queries: { retry, staleTime: 10_000, refetchOnWindowFocus: true } } });

await speak(preferred());
const place = document.getElementById("root");
if (place) createRoot(place).render(<StrictMode><QueryClientProvider client={client}><App /></QueryClientProvider></StrictMode>);
