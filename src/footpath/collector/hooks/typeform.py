"""Typeform's webhooks: answers to forms."""

from typing import ClassVar

from footpath.collector.hook import Preset


class Typeform(Preset):
    """Typeform: every answer of a response that is a text, rating or score becomes a signal; `Typeform-Signature`."""

    name: ClassVar[str] = "typeform"
    yaml: ClassVar[str] = """
verify: {scheme: hmac, header: Typeform-Signature, encoding: base64, prefix: sha256=}
each: form_response.answers
every:
  id: "={@body.form_response.token}-{field.id}"
  at: "@body.form_response.submitted_at"
  user_id: "@body.form_response.hidden.user_id"
  anonymous_id: "@body.form_response.token"
  email: "@body.form_response.hidden.email"
take:
  - when: {type: text}
    signal: {kind: =survey, text: text, about: field.ref, properties: {form: "@body.form_response.definition.title"}}
  - when: {type: number, field.type: opinion_scale}
    signal: {kind: =survey, score: number, scale: [0, 10], about: field.ref}
  - when: {type: number, field.type: rating}
    signal: {kind: =survey, score: number, scale: [1, 5], metric: =rating, about: field.ref}
  - when: {type: number, field.type: nps}
    signal: {kind: =survey, score: number, scale: [0, 10], metric: =nps, about: field.ref}
  - when: {type: choice}
    signal: {kind: =survey, text: [choice.label, choice.other], about: field.ref}
"""
    body: ClassVar[str] = """{
  "event_id": "LtWXD3crgy", "event_type": "form_response",
  "form_response": {
    "form_id": "lT4Z3j", "token": "a3a12ec67a1365927098a606107fac15", "submitted_at": "2018-01-18T18:17:02Z",
    "landed_at": "2018-01-18T18:07:02Z", "hidden": {"user_id": "abc123456"},
    "definition": {"id": "lT4Z3j", "title": "Webhooks example"},
    "answers": [
      {"type": "text", "text": "It's cold right now! I live in an older medium-sized city.",
       "field": {"id": "DlXFaesGBpoF", "type": "long_text", "ref": "readable_ref_long_text"}},
      {"type": "email", "email": "laura@example.com", "field": {"id": "SMEUb7VJz92Q", "type": "email", "ref": "mail"}},
      {"type": "number", "number": 9, "field": {"id": "WOTdC00F8A3h", "type": "nps", "ref": "recommend"}},
      {"type": "choice", "choice": {"label": "London"},
       "field": {"id": "k6TP9oLGgHjl", "type": "multiple_choice", "ref": "city"}}
    ]
  }
}"""
