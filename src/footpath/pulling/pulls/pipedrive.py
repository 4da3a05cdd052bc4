"""Pipedrive: persons and deals."""

from typing import ClassVar

from footpath.pulling.pull import Pull


class Pipedrive(Pull):
    """Pipedrive: persons as traits, deals' stages, wins and losses as events with their value and reason.

    The secret is an API token; `company` is one's own, as in company.pipedrive.com.
    """

    name: ClassVar[str] = "pipedrive"
    needs: ClassVar[tuple[str, ...]] = ("company",)
    yaml: ClassVar[str] = """
kind: rest
url: https://{company}.pipedrive.com
every: 15m
auth: {kind: header, name: x-api-token}
settings: {company: ""}
tables:
  persons:
    path: /api/v2/persons
    query: {updated_since: "{since}", sort_by: update_time, sort_direction: asc, limit: 500}
    records: data
    paging: {kind: cursor, next: additional_data.next_cursor, param: cursor}
    cursor: changed
    pick:
      {id: id, organization: org_id, email: "emails[0].value", owner: owner_id, labels: label_ids, changed: update_time}
    mapping:
      who: {user: "=pipedrive:{id}", email: email, account: organization}
      leave_out: [email]
      traits: {at: {column: changed}, row_id: "={id}-{changed}", columns: [owner, labels]}
  deals:
    path: /api/v2/deals
    query: {updated_since: "{since}", sort_by: update_time, sort_direction: asc, limit: 500}
    records: data
    paging: {kind: cursor, next: additional_data.next_cursor, param: cursor}
    cursor: changed
    pick:
      id: id
      person: person_id
      organization: org_id
      value: value
      currency: currency
      stage: stage_id
      pipeline: pipeline_id
      created: add_time
      staged: stage_change_time
      won: won_time
      lost: lost_time
      reason: lost_reason
      changed: update_time
    mapping:
      who: {user: "=pipedrive:{person}", account: organization}
      leave_out: [changed]
      events:
        - name: =Deal opened
          type: =crm
          channel: =crm
          at: {column: created}
          value: value
          currency: currency
          event_id: id
        - name: "=Deal stage {stage}"
          type: =crm
          channel: =crm
          at: {column: staged}
          optional: true
          event_id: "={id}-{staged}"
        - name: =Deal won
          type: =crm
          channel: =crm
          at: {column: won}
          optional: true
          value: value
          currency: currency
          event_id: "={id}-{won}"
        - name: =Deal lost
          type: =crm
          channel: =crm
          at: {column: lost}
          optional: true
          event_id: "={id}-{lost}"
"""
