"""Slack's Events API: what is written in channels shared with customers."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Slack(Preset):
    """Slack: messages in channels the app is in become signals; `X-Slack-Signature` with the app's signing secret."""

    name: ClassVar[str] = "slack"
    yaml: ClassVar[str] = """
verify:
  scheme: hmac
  header: X-Slack-Signature
  prefix: v0=
  time_header: X-Slack-Request-Timestamp
  signed: "v0:{@time}:{@raw}"
challenge: challenge
every:
  id: event_id
  at: [event.ts, event_time]
  user_id: "=slack:{event.user}"
  account_id: "=slack:{team_id}"
take:
  - when: {event.type: message, event.subtype: null, event.bot_id: null, event.text: "?*"}
    signal: {kind: =mention, text: event.text, channel: =chat, about: event.channel}
"""
    body: ClassVar[str] = """{
  "token": "one-long-verification-token", "team_id": "T123ABC456", "api_app_id": "A123ABC456", "type": "event_callback",
  "event": {"type": "message", "channel": "C123ABC456", "user": "U123ABC456", "text": "Live long and prospect.",
    "ts": "1355517523.000005", "event_ts": "1355517523.000005", "channel_type": "channel"},
  "event_id": "Ev123ABC456", "event_time": 1355517523
}"""
