import posthog from "posthog-js";

posthog.init("WRITE_KEY", { api_host: "http://127.0.0.1:8080", defaults: "2025-05-24" });
posthog.identify("customer-42");
posthog.capture("Order Completed", { revenue: 79 });
