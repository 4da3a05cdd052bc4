// An old posthog-js that packs what it sends as lz64, as its server told it to.
import posthog from "posthog-js-lz64";

posthog.init("WRITE_KEY", {
  api_host: "http://127.0.0.1:8080",
  loaded: (one) => (one.compression = { lz64: true }),
});
posthog.identify("customer-42");
posthog.capture("Order Completed", { revenue: 79 });
