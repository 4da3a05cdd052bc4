"""Webhooks signed as GitHub signs them, as many tools do after it."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Github(Preset):
    """GitHub, and the many that sign alike: issues, comments, stars, releases; `X-Hub-Signature-256`."""

    name: ClassVar[str] = "github"
    yaml: ClassVar[str] = """
verify: {scheme: hmac, header: X-Hub-Signature-256, prefix: sha256=}
every:
  id: "={@header.x-github-delivery}"
  user_id: "=github:{sender.id}"
  account_id: "=github:{organization.id}"
take:
  - when: {action: "*"}
    event:
      name: "={@header.x-github-event} {action}"
      properties: {repository: repository.full_name, number: issue.number, state: issue.state}
  - when: {action: null}
    event:
      name: "={@header.x-github-event}"
      properties: {repository: repository.full_name, ref: ref}
  - when: {"@header.x-github-event": issues, action: opened}
    signal: {kind: =ticket, text: issue.body, about: issue.title, at: issue.created_at}
  - when: {"@header.x-github-event": issue_comment, action: created}
    signal: {kind: =ticket, text: comment.body, about: issue.title, at: comment.created_at}
"""
    headers: ClassVar[dict[str, str]] = {
        "x-github-event": "issues",
        "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    }
    body: ClassVar[str] = """{
  "action": "opened",
  "issue": {"number": 1347, "title": "Found a bug", "body": "I'm having a problem with this.", "state": "open",
    "created_at": "2011-04-22T13:33:48Z"},
  "repository": {"id": 1296269, "full_name": "octocat/Hello-World"},
  "organization": {"login": "github", "id": 9919}, "sender": {"login": "octocat", "id": 1}
}"""
