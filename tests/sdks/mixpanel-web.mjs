import mixpanel from "mixpanel-browser";

mixpanel.init("WRITE_KEY", { api_host: "http://127.0.0.1:8080", track_pageview: true });
mixpanel.identify("customer-42");
mixpanel.track("Order Completed", { revenue: 79 });
