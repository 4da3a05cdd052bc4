"""The products whose published rules a question can follow; each analysis says in `likes` what they are for it."""

PRODUCTS = {
    "posthog": "PostHog",
    "mixpanel": "Mixpanel",
    "amplitude": "Amplitude",
    "ga4": "Google Analytics 4",
    "openpanel": "OpenPanel",
}
