"""Reads webhooks without a server, signed as their senders sign."""

import base64
import hashlib
import hmac
import http.client
import json
from pathlib import Path
from typing import Any

from footpath.collector import ecdsa
from footpath.collector.hook import HOOKS
from footpath.collector.hook_files import HookFolder
from footpath.collector.intake import Routes
from footpath.collector.protocol import Request
from footpath.collector.records import Reading
from tests.collector.reading import NOON

SECRET = "a-secret-of-the-sender"
T = str(NOON // 1_000_000)


# The key pair of RFC 6979, A.2.5, whose signature of "sample" stands in test_ecdsa.py.
PRIVATE = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
PUBLIC = bytes.fromhex(
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
)

SOMEONE_ELSES_KEY = base64.b64encode(PUBLIC[:27] + b"".join(one.to_bytes(32, "big") for one in ecdsa.BASE)).decode()


def der(*numbers: int) -> bytes:
    parts = [number.to_bytes(number.bit_length() // 8 + 1, "big") for number in numbers]
    content = b"".join(bytes([2, len(part)]) + part for part in parts)
    return bytes([0x30, len(content)]) + content


def signature(content: bytes, k: int = 0xA6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60) -> bytes:
    """Sign with the textbook formula and one fixed number, as nobody should who has a secret to keep."""
    x, _, z = ecdsa.times(k, ecdsa.BASE)
    r = x * pow(z, -2, ecdsa.P) % ecdsa.P
    hashed = int.from_bytes(hashlib.sha256(content).digest(), "big")
    return der(r, pow(k, -1, ecdsa.ORDER) * (hashed + r * PRIVATE) % ecdsa.ORDER)


def digest(content: bytes, *, key: bytes = SECRET.encode(), algorithm: str = "sha256") -> bytes:
    return hmac.new(key, content, getattr(hashlib, algorithm)).digest()


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def signed(preset: str, body: bytes) -> dict[str, str]:
    """Return the headers a sender adds, as its documentation says, written out here a second time."""
    basic = {"authorization": "Basic " + b64(f"footpath:{SECRET}".encode())}
    dotted = digest(f"{T}.".encode() + body).hex()
    return {
        "stripe": {"stripe-signature": f"t={T},v1={'0' * 64},v1={dotted},v0=ffff"},
        "shopify": {"x-shopify-hmac-sha256": b64(digest(body))},
        "github": {"x-hub-signature-256": "sha256=" + digest(body).hex()},
        "typeform": {"typeform-signature": "sha256=" + b64(digest(body))},
        "hubspot": {
            "host": "collect.shop.example",
            "x-hubspot-request-timestamp": T + "000",
            "x-hubspot-signature-v3": b64(
                digest(b"POSThttps://collect.shop.example/v1/hooks/hubspot" + body + f"{T}000".encode())
            ),
        },
        "zendesk": {
            "x-zendesk-webhook-signature-timestamp": T,
            "x-zendesk-webhook-signature": b64(digest(T.encode() + body)),
        },
        "intercom": {"x-hub-signature": "sha1=" + digest(body, algorithm="sha1").hex()},
        "calendly": {"calendly-webhook-signature": f"t={T},v1={dotted}"},
        "mailgun": {},
        "sendgrid": {
            "x-twilio-email-event-webhook-timestamp": T,
            "x-twilio-email-event-webhook-signature": b64(signature(T.encode() + body)),
        },
        "postmark": basic,
        "slack": {
            "x-slack-request-timestamp": T,
            "x-slack-signature": "v0=" + digest(f"v0:{T}:".encode() + body).hex(),
        },
        "standard": {
            "webhook-timestamp": T,
            "webhook-signature": "v1,AAAA v1,"
            + b64(digest(f"msg_2KWPBgLlAfxdpx2AI54pPJ85f4W.{T}.".encode() + body, key=b"0123456789abcdef01234567")),
        },
        "plain": {"x-footpath-secret": SECRET},
    }[preset]


def secret_of(preset: str) -> str:
    if preset == "standard":
        return "whsec_" + b64(b"0123456789abcdef01234567")
    if preset == "sendgrid":
        return b64(PUBLIC)
    return f"footpath:{SECRET}" if preset == "postmark" else SECRET


def example(preset: str) -> tuple[bytes, dict[str, str]]:
    """Return a preset's documented body, and its headers with a signature of it."""
    chosen = HOOKS[preset]
    body = chosen.body.encode()
    if preset == "mailgun":
        content = json.loads(body)
        token = content["signature"]["token"]
        content["signature"] |= {"timestamp": T, "signature": digest(f"{T}{token}".encode()).hex()}
        body = json.dumps(content).encode()
    return body, dict(chosen.headers) | signed(preset, body)


def send(port: int, name: str, body: bytes, headers: dict[str, str] | None = None) -> int:
    """Send a webhook to a collector that listens, and return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", f"/v1/hooks/{name}", body, headers or {})
        return connection.getresponse().status
    finally:
        connection.close()


class Hooked:
    """Webhooks of a store, read one request at a time."""

    def __init__(self, store: Path) -> None:
        store.mkdir(exist_ok=True)
        self.folder = HookFolder(store)
        self._routes = Routes(store)

    def add(self, name: str, text: str, secret: str = "") -> None:
        self.folder.add(name, text)
        if secret:
            self.folder.keep_secret(name, secret)

    def read(self, name: str, body: Any, headers: dict[str, str] | None = None, **given: Any) -> Reading:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        path = f"/v1/hooks/{name}"
        request = Request(method="POST", path=path, headers=headers or {}, body=sent, **{"received_at": NOON, **given})
        return self._routes.at(path)[0][1].read(request)
