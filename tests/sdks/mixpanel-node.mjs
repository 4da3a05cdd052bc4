import Mixpanel from "mixpanel";

const mixpanel = Mixpanel.init("WRITE_KEY", { host: "127.0.0.1:8080", protocol: "http" });
await new Promise((sent) => mixpanel.track("Order Completed", { distinct_id: "customer-42", revenue: 79 }, sent));
