"""Visitors without an id in their browser: told apart for a day, by a hash whose secret is gone the day after.

A page in the cookieless mode stores nothing and knows no id. The collector makes one of the computer's address, the
browser's name and the write key, with a secret of the day that is kept among what is derived: it is in no backup. None
of the three is stored, and once the secret is deleted nobody can tell whose an id was, or which of two days are one's.
"""

import ipaddress
from functools import lru_cache
from pathlib import Path
from typing import Any

from footpath.collector.protocol import Request
from footpath.core import clock
from footpath.core.secret import forget_days, keyed, secret_of_day

TODAY = "$daily"  # sent as an anonymous id: make one that holds for today
_FOLDER = Path("derived") / "visitors"
_DIGITS = 32  # hexadecimal ones: 128 bits


class Visitors:
    """Makes the ids of one store.

    Args:
        store: its folder.
    """

    def __init__(self, store: Path) -> None:
        self._folder = store / _FOLDER
        self._day = clock.now().date()
        self._secret = b""

    def id_of(self, request: Request, key: str) -> str | None:
        """Return today's id of whoever sent a request under a key; None where that is not known (any more)."""
        if not request.address or request.again:
            return None
        today = clock.now().date()
        if not self._secret or today != self._day:
            self._day, self._secret = today, secret_of_day(self._folder, today)
        agent = request.headers.get("user-agent", "")
        return keyed(self._secret, f"{key}\n{request.address}\n{agent}")[:_DIGITS]


def forget_yesterday(store: Path) -> None:
    """Delete the secrets of days that are over."""
    forget_days(store / _FOLDER, clock.now().date())


def client_address(peer: Any, forwarded: str) -> str:
    """Return the address of the computer a request comes from.

    Args:
        peer: address and port of the other end of the connection.
        forwarded: the header X-Forwarded-For, which counts when the other end is a proxy of one's own network.
    """
    address = str(peer[0]) if peer else ""
    last = forwarded.rpartition(",")[2].strip() if forwarded else ""
    return last if last and _near(address) else address


@lru_cache(maxsize=1024)
def _near(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False
