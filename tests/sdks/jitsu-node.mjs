import { jitsuAnalytics } from "@jitsu/js";

// The SDK wants a key in two parts; what stands before the colon counts.
const jitsu = jitsuAnalytics({ host: "http://127.0.0.1:8080", writeKey: "WRITE_KEY:node" });
await jitsu.identify("customer-42");
await jitsu.track("Order Completed", { revenue: 79 });
