// The build "bundled": the others fetch parts of themselves from RudderStack's servers.
import { RudderAnalytics } from "@rudderstack/analytics-js/bundled";

const analytics = new RudderAnalytics();
analytics.load("WRITE_KEY", "http://127.0.0.1:8080", { configUrl: "http://127.0.0.1:8080" });
analytics.page();
analytics.identify("customer-42");
analytics.track("Order Completed", { revenue: 79 });
