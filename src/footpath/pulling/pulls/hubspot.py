"""HubSpot's CRM: contacts, deals and tickets."""

from typing import ClassVar

from footpath.pulling.pull import Pull


class Hubspot(Pull):
    """HubSpot: contacts as traits, stages of deals as events, tickets as events and what was written in them.

    The secret is the token of a private app that may read contacts, deals and tickets. Contacts are searched by when
    they changed; deals and tickets are listed whole each time, with their contacts, as the search leaves those out.
    """

    name: ClassVar[str] = "hubspot"
    yaml: ClassVar[str] = """
kind: rest
url: https://api.hubapi.com
every: 30m
tables:
  contacts:
    path: /crm/v3/objects/contacts/search
    method: POST
    body:
      filterGroups: [{filters: [{propertyName: lastmodifieddate, operator: GTE, value: "{since}"}]}]
      sorts: [{propertyName: lastmodifieddate, direction: ASCENDING}]
      properties: [email, lifecyclestage, hs_lead_status, country, industry, jobtitle, lastmodifieddate]
      limit: 100
    records: results
    paging: {kind: cursor, next: paging.next.after, body: after}
    cursor: changed
    since: epoch_ms
    lag_s: 60
    pick:
      id: id
      changed: properties.lastmodifieddate
      email: properties.email
      lifecycle: properties.lifecyclestage
      lead_status: properties.hs_lead_status
      country: properties.country
      industry: properties.industry
      job: properties.jobtitle
    mapping:
      who: {user: "=hubspot:{id}", email: email}
      leave_out: [email]
      traits:
        at: {column: changed}
        row_id: "={id}-{changed}"
        columns: [lifecycle, lead_status, country, industry, job]
  deals:
    path: /crm/v3/objects/deals
    query:
      limit: 100
      associations: contacts
      properties: dealname,dealstage,pipeline,amount,deal_currency_code,hs_v2_date_entered_current_stage,closedate
    records: results
    paging: {kind: cursor, next: paging.next.after, param: after}
    pick:
      id: id
      contact: associations.contacts.results[0].id
      stage: properties.dealstage
      pipeline: properties.pipeline
      amount: properties.amount
      currency: properties.deal_currency_code
      entered: properties.hs_v2_date_entered_current_stage
      created: createdAt
    mapping:
      who: {user: "=hubspot:{contact}", account: "=hubspot-deal:{id}"}
      events:
        - name: "=Deal {stage}"
          type: =crm
          channel: =crm
          at: {column: entered}
          optional: true
          value: amount
          currency: currency
          event_id: "={id}-{stage}-{entered}"
  tickets:
    path: /crm/v3/objects/tickets
    query:
      limit: 100
      associations: contacts
      properties: subject,content,hs_pipeline_stage,hs_ticket_priority,closed_date,source_type
    records: results
    paging: {kind: cursor, next: paging.next.after, param: after}
    pick:
      id: id
      contact: associations.contacts.results[0].id
      subject: properties.subject
      content: properties.content
      priority: properties.hs_ticket_priority
      origin: properties.source_type
      created: createdAt
      closed: properties.closed_date
    mapping:
      who: {user: "=hubspot:{contact}"}
      events:
        - {name: =Ticket opened, type: =ticket, at: {column: created}, channel: origin, event_id: id}
        - {name: =Ticket closed, type: =ticket, at: {column: closed}, optional: true, channel: origin, event_id: id}
      signals:
        - {kind: =ticket, text: content, about: subject, at: {column: created}, channel: origin, signal_id: id}
"""
