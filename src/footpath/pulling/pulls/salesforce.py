"""Salesforce: contacts, opportunities' stages, cases."""

from typing import ClassVar

from footpath.pulling.pull import Pull


class Salesforce(Pull):
    """Salesforce: contacts as traits, the history of opportunities' stages as events, cases as events and texts.

    The secret is client-id:client-secret of a connected app with the client-credentials flow; `domain` is one's own,
    like acme.my.salesforce.com.
    """

    name: ClassVar[str] = "salesforce"
    needs: ClassVar[tuple[str, ...]] = ("domain",)
    yaml: ClassVar[str] = """
kind: rest
url: https://{domain}
every: 30m
auth: {kind: oauth, token_url: "https://{domain}/services/oauth2/token"}
settings: {domain: "", version: v62.0}
tables:
  contacts:
    path: /services/data/{version}/query
    query:
      q: >-
        SELECT Id, AccountId, Email, Title, LeadSource, MailingCountry, SystemModstamp FROM Contact
        WHERE SystemModstamp >= {since} ORDER BY SystemModstamp ASC
    records: records
    paging: {kind: next_url, next: nextRecordsUrl}
    cursor: changed
    pick:
      id: Id
      account: AccountId
      email: Email
      title: Title
      lead_source: LeadSource
      country: MailingCountry
      changed: SystemModstamp
    mapping:
      who: {user: "=salesforce:{id}", email: email, account: account}
      leave_out: [email]
      traits: {at: {column: changed}, row_id: "={id}-{changed}", columns: [title, lead_source, country]}
  stages:
    path: /services/data/{version}/query
    query:
      q: >-
        SELECT Id, StageName, Amount, CreatedDate, Opportunity.AccountId, Opportunity.ContactId FROM OpportunityHistory
        WHERE CreatedDate >= {since} ORDER BY CreatedDate ASC
    records: records
    paging: {kind: next_url, next: nextRecordsUrl}
    cursor: at
    pick:
      id: Id
      stage: StageName
      amount: Amount
      at: CreatedDate
      account: Opportunity.AccountId
      contact: Opportunity.ContactId
    mapping:
      who: {user: "=salesforce:{contact}", account: account}
      events:
        - {name: "=Opportunity {stage}", type: =crm, channel: =crm, at: {column: at}, value: amount, event_id: id}
  cases:
    path: /services/data/{version}/query
    query:
      q: >-
        SELECT Id, ContactId, AccountId, Subject, Description, Origin, Priority, CreatedDate, ClosedDate,
        SystemModstamp FROM Case WHERE SystemModstamp >= {since} ORDER BY SystemModstamp ASC
    records: records
    paging: {kind: next_url, next: nextRecordsUrl}
    cursor: changed
    pick:
      id: Id
      contact: ContactId
      account: AccountId
      subject: Subject
      text: Description
      origin: Origin
      priority: Priority
      created: CreatedDate
      closed: ClosedDate
      changed: SystemModstamp
    mapping:
      who: {user: "=salesforce:{contact}", account: account}
      leave_out: [changed]
      events:
        - {name: =Case opened, type: =ticket, at: {column: created}, channel: origin, event_id: id}
        - {name: =Case closed, type: =ticket, at: {column: closed}, optional: true, channel: origin, event_id: id}
      signals:
        - {kind: =ticket, text: text, about: subject, at: {column: created}, channel: origin, signal_id: id}
"""
