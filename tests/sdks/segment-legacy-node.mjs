import Analytics from "analytics-node";

const analytics = new Analytics("WRITE_KEY", { host: "http://127.0.0.1:8080" });
analytics.track({ userId: "customer-42", event: "Order Completed", properties: { revenue: 79 } });
await analytics.flush();
