import * as amplitude from "@amplitude/analytics-browser";

// Its remote configuration would be fetched from Amplitude's servers.
amplitude.init("WRITE_KEY", "customer-42", {
  serverUrl: "http://127.0.0.1:8080/2/httpapi",
  fetchRemoteConfig: false,
});
amplitude.track("Order Completed", { revenue: 79 });
