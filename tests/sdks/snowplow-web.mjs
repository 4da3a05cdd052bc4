import { newTracker, setUserId, trackPageView, trackSelfDescribingEvent } from "@snowplow/browser-tracker";

// The write key is the application id.
newTracker("shop", "http://127.0.0.1:8080", { appId: "WRITE_KEY" });
trackPageView();
setUserId("customer-42");
trackSelfDescribingEvent({
  event: { schema: "iglu:com.shop/Order Completed/jsonschema/1-0-0", data: { revenue: 79 } },
});
