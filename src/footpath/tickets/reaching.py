"""Who may be asked: public addresses only, unless whoever runs the server names a host of its own network.

The name is looked up once and the connection goes to the very address that was judged, so that a name which means
another address a moment later leads nowhere (DNS rebinding).
"""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from footpath.core.errors import Invalid, Transient

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}
_LONGEST = 300
SETTING = "FOOTPATH_TICKET_HOSTS"


class Reach:
    """Which hosts may be asked.

    Args:
        own: hosts of the server's own network that may be asked too, with commas, as `host` or `host:port`.
    """

    def __init__(self, own: str = "") -> None:
        self._own = {one.strip().lower() for one in own.split(",") if one.strip()}

    def address(self, text: str) -> str:
        """Return an address of a tracker as it is kept: in small letters where that says the same, no slash at the end.

        Raises:
            Invalid: it is none, is not encrypted, or holds more than an address.
        """
        parts = _split(text.strip())
        if parts.username or parts.password or parts.query or parts.fragment or len(text) > _LONGEST:
            hint = "Give it as people open it, such as https://github.com, without names, ? or #."
            raise Invalid("address: this is more than the address of a tracker.", hint=hint)
        host, port = host_of(parts)
        if parts.scheme != "https" and not self.is_own(host, port):
            raise Invalid("address: the token would travel unencrypted.", hint="Begin it with https://.")
        if _literal(host) is not None and not self.is_own(host, port):
            _demand_public(host, host)
        shown = f"[{host}]" if ":" in host else host
        place = shown if port == _PORTS[parts.scheme] else f"{shown}:{port}"
        return f"{parts.scheme}://{place}{parts.path.rstrip('/')}"

    def is_own(self, host: str, port: int) -> bool:
        """Say whether whoever runs the server has named a host."""
        return host in self._own or f"{host}:{port}" in self._own

    def addresses(self, host: str, port: int) -> list[str]:
        """Return the IP addresses of a host that may be asked.

        Raises:
            Invalid: one of them is of a private network.
            Transient: nobody knows the name.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as problem:
            hint = "Is it spelt right, and does the server reach the network?"
            raise Transient(f"Nobody knows the host {host}.", hint=hint) from problem
        ips = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not self.is_own(host, port):
            for ip in ips:
                _demand_public(ip, host)
        return ips


def host_of(parts: SplitResult) -> tuple[str, int]:
    """Return host and port of an address that `Reach.address` has let pass."""
    return (parts.hostname or "").lower(), parts.port or _PORTS[parts.scheme]


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        if parts.scheme in _PORTS and parts.hostname and (parts.port is None or parts.port):
            return parts
    except ValueError:
        pass
    raise Invalid("address: this is no address.", hint="Give it as people open it, such as https://github.com.")


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _demand_public(ip: str, host: str) -> None:
    found = ipaddress.ip_address(ip.partition("%")[0])
    inner = _inside(found)
    if not all(one.is_global and not one.is_multicast for one in (found, inner)):
        hint = f"Whoever runs the server may allow it with the setting {SETTING}."
        raise Invalid(f"address: {host} is in a private network.", hint=hint)


def _inside(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the IPv4 address that an IPv6 address stands for, else the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
