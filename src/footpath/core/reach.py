"""Who may be asked: public addresses only, unless whoever runs the server names a host of its own network.

The name is looked up once and the connection goes to the very address that was judged, so that a name which means
another address a moment later leads nowhere (DNS rebinding).
"""

import ipaddress
import socket
from urllib.parse import SplitResult

from footpath.core.errors import Invalid, Transient

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = {"https": 443, "http": 80}


class Reach:
    """Which hosts may be asked.

    Args:
        own: hosts of the server's own network that may be asked too, with commas, as `host` or `host:port`.
        setting: where whoever runs the server names them.
    """

    def __init__(self, own: str, setting: str) -> None:
        self._own = {one.strip().lower() for one in own.split(",") if one.strip()}
        self._setting = setting

    def is_own(self, host: str, port: int) -> bool:
        """Say whether whoever runs the server has named a host."""
        return host in self._own or f"{host}:{port}" in self._own

    def judge(self, host: str, port: int) -> None:
        """Raise Invalid where a host is given as an IP address that may not be asked."""
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return
        self._demand_public([host], host, port)

    def addresses(self, host: str, port: int) -> list[str]:
        """Return the IP addresses of a host that may be asked.

        Raises:
            Invalid: one of them is of a private network.
            Transient: nobody knows the name.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as problem:
            hint = "Is it spelt right, and does the server reach the network?"
            raise Transient(f"Nobody knows the host {host}.", hint=hint) from problem
        ips = list(dict.fromkeys(str(one[4][0]) for one in found))
        self._demand_public(ips, host, port)
        return ips

    def _demand_public(self, ips: list[str], host: str, port: int) -> None:
        if not self.is_own(host, port) and not all(_is_public(ip) for ip in ips):
            setting = self._setting
            hint = f"Whoever runs the server may allow it with the setting {setting}."
            raise Invalid(f"address: {host} is in a private network.", hint=hint)


def host_of(parts: SplitResult) -> tuple[str, int]:
    """Return host and port of a web address."""
    return (parts.hostname or "").lower(), parts.port or PORTS[parts.scheme]


def _is_public(ip: str) -> bool:
    found = ipaddress.ip_address(ip.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (found, _inside(found)))


def _inside(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the IPv4 address that an IPv6 address stands for, else the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
