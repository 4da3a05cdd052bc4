"""Zendesk: tickets and how they were rated."""

from typing import ClassVar

from footpath.pulling.pull import Pull


class Zendesk(Pull):
    """Zendesk: tickets as events, what was written in them and how they were rated as signals, users as traits.

    The secret is address/token:key of an API token; `subdomain` is one's own.
    """

    name: ClassVar[str] = "zendesk"
    needs: ClassVar[tuple[str, ...]] = ("subdomain",)
    yaml: ClassVar[str] = """
kind: rest
url: https://{subdomain}.zendesk.com
every: 15m
auth: {kind: basic}
settings: {subdomain: ""}
tables:
  tickets:
    path: /api/v2/incremental/tickets/cursor.json
    query: {start_time: "{since}", per_page: 500}
    records: tickets
    paging: {kind: cursor, next: after_cursor, param: cursor, end: end_of_stream}
    cursor: changed
    since: epoch_s
    lag_s: 60
    pick:
      id: id
      requester: requester_id
      organization: organization_id
      subject: subject
      text: description
      channel: via.channel
      status: status
      priority: priority
      created: created_at
      changed: updated_at
      score: satisfaction_rating.score
      comment: satisfaction_rating.comment
    mapping:
      who: {user: "=zendesk:{requester}", account: organization}
      leave_out: [changed, comment]
      events:
        - {name: =Ticket opened, type: =ticket, at: {column: created}, channel: channel, event_id: id}
      signals:
        - {kind: =ticket, text: text, about: subject, at: {column: created}, channel: channel, signal_id: id}
        - kind: =survey
          metric: =csat
          score: score
          labels: {good: 1, bad: 0}
          scale: [0, 1]
          at: {column: changed}
          channel: channel
          signal_id: "={id}-{score}"
  users:
    path: /api/v2/incremental/users/cursor.json
    query: {start_time: "{since}", per_page: 500}
    records: users
    paging: {kind: cursor, next: after_cursor, param: cursor, end: end_of_stream}
    cursor: changed
    since: epoch_s
    lag_s: 60
    pick: {id: id, email: email, role: role, locale: locale, time_zone: time_zone, tags: tags, changed: updated_at}
    mapping:
      who: {user: "=zendesk:{id}", email: email}
      leave_out: [email]
      traits: {at: {column: changed}, row_id: "={id}-{changed}", columns: [role, locale, time_zone, tags]}
"""
