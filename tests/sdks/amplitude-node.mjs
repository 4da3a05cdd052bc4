import * as amplitude from "@amplitude/analytics-node";

const options = { serverUrl: "http://127.0.0.1:8080/2/httpapi", flushIntervalMillis: 1000 };
await amplitude.init("WRITE_KEY", options).promise;
await amplitude.track("Order Completed", { revenue: 79 }, { user_id: "customer-42" }).promise;
