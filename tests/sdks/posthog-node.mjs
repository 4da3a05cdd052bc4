import { PostHog } from "posthog-node";

const posthog = new PostHog("WRITE_KEY", { host: "http://127.0.0.1:8080" });
posthog.capture({ distinctId: "customer-42", event: "Order Completed", properties: { revenue: 79 } });
await posthog.shutdown();
