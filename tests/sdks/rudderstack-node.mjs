import RudderAnalytics from "@rudderstack/rudder-sdk-node";

const analytics = new RudderAnalytics("WRITE_KEY", { dataPlaneUrl: "http://127.0.0.1:8080" });
analytics.track({ userId: "customer-42", event: "Order Completed", properties: { revenue: 79 } });
await analytics.flush();
