import { buildSelfDescribingEvent, newTracker } from "@snowplow/node-tracker";

// The write key is the application id.
const tracker = newTracker(
  { namespace: "shop", appId: "WRITE_KEY", encodeBase64: false },
  { endpoint: "http://127.0.0.1:8080", eventMethod: "post", bufferSize: 1 },
);
tracker.setUserId("customer-42");
const event = { schema: "iglu:com.shop/Order Completed/jsonschema/1-0-0", data: { revenue: 79 } };
tracker.track(buildSelfDescribingEvent({ event }));
tracker.flush();
