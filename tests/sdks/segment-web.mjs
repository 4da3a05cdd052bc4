import { AnalyticsBrowser } from "@segment/analytics-next";

// The settings it fetches from here send its events here.
const analytics = AnalyticsBrowser.load({ writeKey: "WRITE_KEY", cdnURL: "http://127.0.0.1:8080" });
analytics.page();
analytics.identify("customer-42");
analytics.track("Order Completed", { revenue: 79 });
